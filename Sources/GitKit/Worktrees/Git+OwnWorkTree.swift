internal import Exec
internal import Files
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    /// git, run in a linked worktree, would work on other files than those of that worktree.
    package static let foreignWorkTree: Self = "foreign-work-tree"
}

extension Git {
    /// Makes sure that git, run in a linked worktree as claude will run it, works on the files there and on their
    /// index.
    ///
    /// `core.worktree` in the shared configuration leads git to those of another one where
    /// `extensions.worktreeConfig` is set (git-worktree(1), "CONFIGURATION FILE"); every submodule has `core.worktree`
    /// there. git is asked only where the configuration mentions that extension.
    /// - Parameters:
    ///   - path: the root of a linked worktree.
    ///   - commonDirectory: of its repository.
    /// - Throws: `.foreignWorkTree`.
    package func requireOwnWorkTree(_ path: String, commonDirectory: String) throws(ParallelError) {
        guard WholeFile.read(commonDirectory + "/config").map(Self.mentionsWorktreeConfig) ?? true else { return }
        let known = WorktreeAdministration.find(path: realPath(path), commonDirectory: commonDirectory)
        let wanted = "\(realPath(path))\n\(known.map { realPath($0.directory) } ?? "")/index\n"
        let answer = try at(path).result([
            "rev-parse", "--path-format=absolute", "--show-toplevel", "--git-path", "index",
        ])
        guard !answer.status.isSuccess || answer.text != wanted else { return }
        let place = answer.text.split(separator: "\n").first.map(String.init)
        throw ParallelError(
            .foreignWorkTree, operation: "check worktree", subject: path,
            message: place.map { "git there works on the files of \($0)" } ?? "git does not work there",
            hint: try remedy(commonDirectory), cause: answer.errorText.isEmpty ? nil : answer.errorText)
    }

    private static func mentionsWorktreeConfig(_ configuration: [UInt8]) -> Bool {
        String(decoding: configuration, as: UTF8.self).lowercased().contains("worktreeconfig")
    }

    /// What git's manual says: the value belongs to the main checkout alone.
    private func remedy(_ commonDirectory: String) throws(ParallelError) -> String? {
        let file = commonDirectory + "/config"
        let answer = try result(["config", "--file", file, "core.worktree"])
        guard answer.status.isSuccess else { return nil }
        let value = String(answer.text.dropLast())
        return "git config --file '\(commonDirectory)/config.worktree' core.worktree '\(value)' && "
            + "git config --file '\(file)' --unset core.worktree"
    }
}
