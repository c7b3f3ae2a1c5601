internal import Exec
internal import Files
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    /// A reference of the worktree leads to an object that is no commit.
    package static let unsavedReference: Self = "unsaved-reference"
}

/// A worktree's own references that belong to no operation in progress: `refs/worktree/…`, and others that lead to no
/// commit, such as the user's `WIP_HEAD`.
package struct OwnReferences {
    static let prefix = "refs/worktree"

    private let git: Git
    private let gitDirectory: String

    init(git: Git, gitDirectory: String) {
        self.git = git
        self.gitDirectory = gitDirectory
    }

    /// Whether there are any. Starts no program where references are files and only git's own lie there.
    func exist() throws(ParallelError) -> Bool {
        if !DirectoryNames.list("\(gitDirectory)/\(Self.prefix)").isEmpty { return true }
        let inTables = try TableReferences.list(git, gitDirectory: gitDirectory) { FilePath.lies($0, in: Self.prefix) }
        if !inTables.isEmpty { return true }
        return try rootWithoutCommit() != nil
    }

    /// Makes sure that all of them lead to commits. A rescue holds commits only, so anything else would be lost with
    /// its reference.
    /// - Throws: `.unsavedReference` for the first reference that leads to no commit, with a hint on what to do.
    package func requireCommits() throws(ParallelError) {
        guard try exist() else { return }
        var found = try withoutCommit()
        if found == nil { found = try rootWithoutCommit() }
        guard let name = found else { return }
        let command = "git --git-dir=\(ShellWord.quote(gitDirectory)) update-ref"
        let tag = ShellWord.quote("refs/tags/" + (FilePath.relative(name, to: Self.prefix) ?? name))
        let word = ShellWord.quote(name)
        throw ParallelError(
            .unsavedReference, operation: "save", subject: gitDirectory,
            message: "its reference \(name) holds something that is no commit",
            hint: "\(command) \(tag) \(word) && \(command) -d \(word)")
    }

    private func withoutCommit() throws(ParallelError) -> String? {
        let lines = try git.line(["for-each-ref", "--format=%(objecttype) %(refname)", Self.prefix])
        let others = lines.split(separator: "\n").filter { !$0.hasPrefix("commit ") }
        return others.first?.split(separator: " ").last.map(String.init)
    }

    /// Returns a reference beside HEAD that leads to an object other than a commit.
    private func rootWithoutCommit() throws(ParallelError) -> String? {
        let roots = try roots()
        if roots.isEmpty { return nil }
        let input = Array(roots.map { $0.value + "\n" }.joined().utf8)
        let answer = try git.line(["cat-file", "--batch-check=%(objecttype)"], input: input)
        let types = answer.split(separator: "\n")
        return zip(roots, types).first { ["blob", "tree", "tag"].contains($0.1) }?.0.name
    }

    /// Returns the references beside HEAD that git itself does not write.
    private func roots() throws(ParallelError) -> [TableReferences.Reference] {
        let isWanted = { (name: String) in Self.isRoot(name) && !WorktreeStateFiles.isWrittenByGit(name) }
        if TableReferences.areUsed(gitDirectory: gitDirectory) {
            return try TableReferences.list(git, gitDirectory: gitDirectory, where: isWanted)
        }
        return DirectoryNames.list(gitDirectory).filter(isWanted).compactMap { name in
            let ids = MentionedIDs.read("\(gitDirectory)/\(name)")
            return ids.count == 1 ? ids.first.map { TableReferences.Reference(name: name, value: $0) } : nil
        }
    }

    /// Whether a name is that of a pseudoref: gitglossary(7), "pseudoref".
    static func isRoot(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F || $0 == 0x2D }
    }
}
