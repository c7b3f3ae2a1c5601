internal import Exec
internal import Files
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    /// The configuration makes git, run in a linked worktree, work on the files of another checkout.
    package static let foreignWorkTree: Self = "foreign-work-tree"
}

extension Git {
    /// Makes sure that git, run in a linked worktree as claude will run it, works on that worktree's files and index.
    ///
    /// `core.worktree` in the shared configuration leads git to the files of another checkout where
    /// `extensions.worktreeConfig` is set (git-worktree(1), "CONFIGURATION FILE"). The configuration of every submodule
    /// has `core.worktree`. git is asked only where the configuration mentions that extension.
    /// - Parameters:
    ///   - path: the root of a linked worktree.
    ///   - commonDirectory: the common git directory of its repository.
    /// - Throws: `.foreignWorkTree`.
    package func requireOwnWorkTree(_ path: String, commonDirectory: String) throws(ParallelError) {
        guard WholeFile.read(commonDirectory + "/config").map(Self.mentionsWorktreeConfig) ?? true else { return }
        let known = WorktreeAdministration.find(path: realPath(path), commonDirectory: commonDirectory)
        let wanted = "\(realPath(path))\n\(known.map { realPath($0.directory) } ?? "")/index\n"
        let answer = try at(path).result([
            "rev-parse", "--path-format=absolute", "--show-toplevel", "--git-path", "index",
        ])
        guard !answer.status.isSuccess || !answer.text.isSame(as: wanted) else { return }
        let actualRoot = answer.text.split(separator: "\n").first.map(String.init)
        throw ParallelError(
            .foreignWorkTree, operation: "check worktree", subject: path,
            message: actualRoot.map { "git there works on the files of \($0)" } ?? "git does not work there",
            hint: try remedy(commonDirectory), cause: answer.errorText.isEmpty ? nil : answer.errorText)
    }

    private static func mentionsWorktreeConfig(_ configuration: [UInt8]) -> Bool {
        String(decoding: configuration, as: UTF8.self).lowercased().contains("worktreeconfig")
    }

    /// Returns the commands of git's manual that move `core.worktree` to the main checkout's own configuration; nil
    /// where it is not set.
    private func remedy(_ commonDirectory: String) throws(ParallelError) -> String? {
        let file = commonDirectory + "/config"
        let answer = try result(["config", "--file", file, "core.worktree"])
        guard answer.status.isSuccess else { return nil }
        let value = answer.line
        let own = ShellWord.quote(commonDirectory + "/config.worktree")
        return "git config --file \(own) core.worktree \(ShellWord.quote(value)) && "
            + "git config --file \(ShellWord.quote(file)) --unset core.worktree"
    }
}
