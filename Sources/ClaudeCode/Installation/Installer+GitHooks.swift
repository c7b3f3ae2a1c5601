internal import Exec
internal import Files
internal import Glibc
internal import HookCore

extension Installer {
    /// Plans git's hooks. Throws `repository-needed`; `foreign-hooks` where git looks for hooks outside of the
    /// repository's own folder, or where another program has replaced our hook.
    func installGitHooks(in draft: inout InstallDraft) throws(ParallelError) {
        guard let hooks = context.gitHooks else {
            throw ParallelError(
                .repositoryNeeded, operation: "install git hooks", message: "git hooks need a repository",
                hint: "run the command inside one, or say which with --repo")
        }
        try requireOwn(hooks)
        for file in gitHookFiles(in: hooks.directory) where file.state != .current {
            if file.isEdited {
                draft.notes.append("\(file.path) is ours, but was edited; it stays as it is")
                continue
            }
            let isTaken = file.state == .absent && AtomicFile.exists(file.path)
            // git passes over a directory of that name. Under its new name it would be in the way when ours go.
            if FileAccess.isDirectory(file.path) {
                throw ParallelError(
                    .foreignHooks, operation: "install git hooks", subject: file.path,
                    message: "a directory lies in the place of the hook", hint: "rename it; git itself does not use it")
            }
            if isTaken, AtomicFile.exists(file.chainedPath), !GitHookFile.isOneFile(file.path, as: file.chainedPath) {
                throw Self.taken(file)
            }
            draft.gitHooks.append(change(isTaken ? .chain : .create, file: file))
        }
        draft.noteGitHooks(in: hooks.directory, arePresent: true)
    }

    /// - Parameter everywhere: whether the hooks of all other recorded repositories are removed, too.
    func removeGitHooks(everywhere: Bool, in draft: inout InstallDraft) throws(ParallelError) {
        var folders = context.gitHooks.map { [$0.directory] } ?? []
        if everywhere { folders += draft.gitHookFolders.filter { !folders.contains($0) } }
        for folder in folders {
            for file in gitHookFiles(in: folder) {
                let isChained = AtomicFile.exists(file.chainedPath)
                if file.state != .absent {
                    let change = change(isChained ? .restore : .delete, file: file)
                    if let kept = change.editedPath {
                        draft.notes.append("\(file.path) was edited, and stays as \(kept)")
                    }
                    draft.gitHooks.append(change)
                } else if isChained {
                    draft.notes.append(
                        "\(file.path) is not ours; the hook that was there before stays as \(file.chainedPath)")
                }
            }
            draft.noteGitHooks(in: folder, arePresent: false)
        }
    }

    func inspectGitHooks(_ status: inout InstallationStatus) {
        guard let hooks = context.gitHooks else { return }
        let states = gitHookFiles(in: hooks.directory).map(\.state)
        if states.contains(where: { $0 != .absent }) {
            status.gitHooks = states.allSatisfy { $0 == .current } ? .current : .outdated
        }
    }

    private func gitHookFiles(in directory: String) -> [GitHookFile] {
        GitHookFile.Name.allCases.map {
            GitHookFile(name: $0, directory: directory, program: context.binDirectory + "/parallel-cc")
        }
    }

    private func change(_ kind: GitHookChange.Kind, file: GitHookFile) -> GitHookChange {
        GitHookChange(
            kind: kind, path: file.path, chainedPath: file.chainedPath,
            editedPath: file.isEdited ? file.editedPath : nil, script: Array(file.script.utf8))
    }

    /// Throws for hooks that are shared with other repositories or that the repository tracks: they are not ours to
    /// change.
    private func requireOwn(_ hooks: GitHooksPlace) throws(ParallelError) {
        let common = Self.real(hooks.commonDirectory) ?? hooks.commonDirectory
        let folder = Self.real(hooks.directory) ?? hooks.directory
        if FilePath.lies(folder, in: common) || FilePath.lies(folder, in: hooks.commonDirectory) { return }
        throw ParallelError(
            .foreignHooks, operation: "install git hooks", subject: hooks.directory,
            message: "git looks for the hooks of this repository outside of it, or among its files",
            hint: "put into your own pre-commit there: parallel-cc hook pre-commit; [ $? -ne 3 ] || exit 1 "
                + "(and into pre-push: parallel-cc hook pre-push, with its standard input)")
    }

    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func taken(_ file: GitHookFile) -> ParallelError {
        ParallelError(
            .foreignHooks, operation: "install git hooks", subject: file.path,
            message: "another program has replaced our hook, and the one that was there before still lies beside it",
            hint: "look at both, and move \(ShellWord.quote(file.chainedPath)) away")
    }
}
