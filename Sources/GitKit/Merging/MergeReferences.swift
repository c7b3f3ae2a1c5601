internal import Exec
package import GitProgram
package import HookCore

extension ParallelError.Code {
    /// The branch to merge into does not exist, or none was found.
    package static let unknownTarget: Self = "unknown-target"
}

/// All branches of a repository, local and remote, at one moment.
package struct MergeReferences: Sendable {
    /// The commits of `refs/heads/…` and `refs/remotes/…` by full name.
    private let commits: [Name: String]
    /// The upstreams of local branches, by full names.
    private let upstreams: [Name: String]
    /// The target of `refs/remotes/origin/HEAD`; nil where there is none.
    private let originHead: String?

    /// Reads all branches with one call of git.
    package init(_ git: Git) throws(ParallelError) {
        let format = "--format=%(objectname)%00%(refname)%00%(symref)%00%(upstream)"
        var commits: [Name: String] = [:]
        var upstreams: [Name: String] = [:]
        var originHead: String?
        for line in try git.run(["for-each-ref", format, "refs/heads", "refs/remotes"]).text.split(separator: "\n") {
            let fields = line.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4 else { continue }
            if fields[1] == "refs/remotes/origin/HEAD" { originHead = fields[2].isEmpty ? nil : fields[2] }
            if !fields[2].isEmpty { continue }
            commits[Name(fields[1])] = fields[0]
            if !fields[3].isEmpty { upstreams[Name(fields[1])] = fields[3] }
        }
        self.commits = commits
        self.upstreams = upstreams
        self.originHead = originHead
    }

    /// Returns the commit of a reference by its full name; nil where there is none.
    package func commit(of reference: String) -> String? { commits[Name(reference)] }

    /// The local branches without `refs/heads/`, sorted.
    package var branches: [String] {
        commits.keys.sorted().compactMap { FilePath.relative($0.text, to: "refs/heads") }
    }

    /// Returns the tip of a branch: the local one, else a remote's (`origin/topic`, or `topic` at origin).
    package func tip(of branch: String) -> String? {
        let prefixes = ["refs/heads/", "refs/remotes/", "refs/remotes/origin/"]
        return prefixes.lazy.compactMap { commit(of: $0 + branch) }.first
    }

    /// Returns the targets with a name: a local branch and its counterpart at the remote, which may be ahead, or the
    /// one of them that exists.
    /// - Parameter name: `main`, `origin/main`, or a full name.
    /// - Throws: `.unknownTarget`.
    package func targets(named name: String) throws(ParallelError) -> [MergeTarget] {
        let local = FilePath.lies(name, in: "refs") ? name : "refs/heads/" + name
        if let commit = commit(of: local) {
            let counterpart = upstreams[Name(local)] ?? "refs/remotes/origin/" + Self.shortName(local)
            let remote = FilePath.lies(local, in: "refs/heads") ? self.commit(of: counterpart) : nil
            let own = MergeTarget(reference: local, commit: commit)
            return remote.map { [own, MergeTarget(reference: counterpart, commit: $0)] } ?? [own]
        }
        for reference in ["refs/remotes/" + name, "refs/remotes/origin/" + name] {
            if let commit = commit(of: reference) { return [MergeTarget(reference: reference, commit: commit)] }
        }
        throw ParallelError(
            .unknownTarget, operation: "find target branch", subject: name, message: "there is no such branch",
            hint: "git branch --all lists them")
    }

    /// Returns the name of the branch that work goes to by default: the remote's default branch, `main`, `master`, or
    /// `init.defaultBranch`, in this order.
    /// - Throws: `.unknownTarget`.
    package func defaultTarget(_ git: Git) throws(ParallelError) -> String {
        if let originHead, commit(of: originHead) != nil {
            return FilePath.relative(originHead, to: "refs/remotes/origin") ?? originHead
        }
        for name in ["main", "master"] where commit(of: "refs/heads/" + name) != nil { return name }
        let configured = try git.result(["config", "--get", "init.defaultBranch"])
        let name = configured.text.split(separator: "\n").first.map(String.init) ?? ""
        if commit(of: "refs/heads/" + name) != nil { return name }
        throw ParallelError(
            .unknownTarget, operation: "find target branch", subject: git.directory,
            message: "it is not known which branch work goes to", hint: "say it with --target BRANCH")
    }

    /// Returns `main` for `refs/heads/main`, and `origin/main` for `refs/remotes/origin/main`.
    package static func shortName(_ reference: String) -> String {
        FilePath.relative(reference, to: "refs/heads") ?? FilePath.relative(reference, to: "refs/remotes") ?? reference
    }
}
