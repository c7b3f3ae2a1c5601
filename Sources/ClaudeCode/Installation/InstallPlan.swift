package import HookCore

/// Everything that an installation or its removal would do, before it does anything.
package struct InstallPlan: Equatable, Sendable {
    /// In the order in which they are made.
    package let files: [FileChange]
    /// Made after the files are changed, or before when something is taken out: the record that they are ours is one of the
    /// files.
    package let gitHooks: [GitHookChange]
    let isRemoval: Bool
    /// Run after the files are changed.
    package let commands: [ExternalCommand]
    /// What the user should know although nothing is done about it.
    package let notes: [String]

    /// Whether everything is as it should be already.
    package var isEmpty: Bool { files.isEmpty && commands.isEmpty && gitHooks.isEmpty }

    /// The change of one file, if there is one.
    package func change(of path: String) -> FileChange? {
        files.first { $0.path == path }
    }

    /// Makes all changes in order and stops at the first that fails; making the plan again then gives what is left.
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
