package import HookCore

/// Everything that an installation or its removal would do, before it does anything.
package struct InstallPlan: Equatable, Sendable {
    /// The changes of files, in the order in which they are made.
    package let files: [FileChange]
    /// The changes of git's hooks. They are made after the files are changed, or before on a removal: the record that
    /// the hooks are ours is one of the files.
    package let gitHooks: [GitHookChange]
    let isRemoval: Bool
    /// The programs that run after the files are changed.
    package let commands: [ExternalCommand]
    /// Facts that the user should know although no change follows from them.
    package let notes: [String]

    /// Whether there is nothing to change.
    package var isEmpty: Bool { files.isEmpty && commands.isEmpty && gitHooks.isEmpty }

    /// The change of one file, if there is one.
    package func change(of path: String) -> FileChange? {
        files.first { $0.path.isSame(as: path) }
    }

    /// Makes all changes in order and stops at the first that fails; a new plan then holds the remaining ones.
    /// - Parameter run: starts a program, waits for it, and throws when it fails.
    package func apply(
        running run: (ExternalCommand) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        if isRemoval { for hook in gitHooks { try hook.apply() } }
        for file in files { try file.apply() }
        if !isRemoval { for hook in gitHooks { try hook.apply() } }
        for command in commands { try run(command) }
    }
}
