internal import Exec
internal import Files
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    /// A reference of the worktree holds what no commit does.
    package static let unsavedReference: Self = "unsaved-reference"
}

/// The references of a worktree's own that are not of an operation in progress: `refs/worktree/…`.
package struct OwnReferences {
    static let prefix = "refs/worktree"

    private let git: Git
    private let gitDirectory: String

    init(git: Git, gitDirectory: String) {
        self.git = git
        self.gitDirectory = gitDirectory
    }

    /// Whether there are any. Starts no program where references are files.
    func exist() throws(ParallelError) -> Bool {
        if !DirectoryNames.list("\(gitDirectory)/\(Self.prefix)").isEmpty { return true }
        return try TableReferences.list(git, gitDirectory: gitDirectory) { $0.hasPrefix(Self.prefix + "/") }.isEmpty
            == false
    }

    /// A rescue holds commits: what else a reference leads to would be gone with it.
    /// - Throws: `.unsavedReference` for the first such one, with what to do about it.
    package func requireCommits() throws(ParallelError) {
        guard try exist() else { return }
        let lines = try git.line(["for-each-ref", "--format=%(objecttype) %(refname)", Self.prefix])
        let others = lines.split(separator: "\n").filter { !$0.hasPrefix("commit ") }
        guard let name = others.first?.split(separator: " ").last.map(String.init) else { return }
        let command = "git --git-dir=\(ShellWord.quote(gitDirectory)) update-ref"
        let tag = ShellWord.quote("refs/tags/" + name.dropFirst(Self.prefix.count + 1))
        let word = ShellWord.quote(name)
        throw ParallelError(
            .unsavedReference, operation: "save", subject: gitDirectory,
            message: "its reference \(name) holds something that is no commit",
            hint: "\(command) \(tag) \(word) && \(command) -d \(word)")
    }
}
