internal import Exec
package import HookCore

extension ParallelError.Code {
    /// The text that was given as a branch cannot be the name of one.
    package static let invalidReference: Self = "invalid-reference"
    /// No branch has the given name.
    package static let unknownReference: Self = "unknown-reference"
    /// A local branch and its counterpart at the remote have diverged.
    package static let ambiguousReference: Self = "ambiguous-reference"
}

/// A reference and the commit that it leads to.
package struct NamedCommit: Equatable, Sendable {
    /// The full name, such as `refs/heads/main`.
    package let reference: String
    /// The full id of the commit.
    package let commit: String
}

extension Git {
    /// Returns all commits that a branch name as users write it can mean. They are in this order: the local branch, the
    /// branch of `origin`, the branch of the remote that the name begins with. For a full name it is just that
    /// reference. Never accepts an expression such as `main~1`.
    /// - Throws: `.invalidReference`; `.unknownReference` when there is none.
    package func namedCommits(_ name: String) throws(ParallelError) -> [NamedCommit] {
        try Self.requirePlain(name)
        let candidates =
            FilePath.lies(name, in: "refs")
            ? [name] : ["refs/heads/\(name)", "refs/remotes/origin/\(name)", "refs/remotes/\(name)"]
        var found: [NamedCommit] = []
        for reference in candidates {
            if let commit = try commitIfAny(reference) {
                found.append(NamedCommit(reference: reference, commit: commit))
            }
        }
        if found.isEmpty { throw Self.unknown(name) }
        return found
    }

    /// Returns the newer one of a local branch and its counterpart at the remote: the one whose history holds the
    /// other.
    /// - Throws: as `namedCommits`; `.ambiguousReference` where neither history holds the other.
    package func newestCommit(_ name: String) throws(ParallelError) -> NamedCommit {
        let found = try namedCommits(name)
        guard var newest = found.first else { throw Self.unknown(name) }
        for candidate in found.dropFirst() {
            if try isAncestor(candidate.commit, of: newest.commit) { continue }
            guard try isAncestor(newest.commit, of: candidate.commit) else {
                throw ParallelError(
                    .ambiguousReference, operation: "find branch", subject: name,
                    message: "\(newest.reference) and \(candidate.reference) have gone different ways",
                    hint: "say which is meant by its full name")
            }
            newest = candidate
        }
        return newest
    }

    private static func unknown(_ name: String) -> ParallelError {
        ParallelError(
            .unknownReference, operation: "find branch", subject: name, message: "There is no such branch",
            hint: "git branch --all")
    }

    /// Checks the rules of git-check-ref-format(1) that keep git from reading the name as anything else.
    private static func requirePlain(_ name: String) throws(ParallelError) {
        let isForbidden = name.unicodeScalars.contains {
            $0.value <= 0x20 || $0.value == 0x7F || "~^:?*[\\".unicodeScalars.contains($0)
        }
        let isBroken = name.contains("..") || name.contains("@{") || name.contains("//") || name.hasSuffix("/")
        guard !name.isEmpty, name.utf8.count <= 255, !isForbidden, !isBroken, !name.hasPrefix("-"), name != "@" else {
            throw ParallelError(
                .invalidReference, operation: "find branch", subject: name,
                message: "This cannot be the name of a branch")
        }
    }

    /// Whether `commit` is in the stored history of `other`. Both are full ids.
    package func isAncestor(_ commit: String, of other: String) throws(ParallelError) -> Bool {
        let answer = try unreplaced.run(["merge-base", "--is-ancestor", commit, other], statuses: [0, 1])
        return answer.status.isSuccess
    }
}
