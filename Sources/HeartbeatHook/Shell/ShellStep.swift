internal import HookCore

/// A step of a shell; steps come in the order of the text.
enum ShellStep: Hashable, Sendable {
    /// A command with its arguments, without redirections; assignments and keywords are still in front of it.
    case command([CommandWord])
    /// A subshell begins: changes of directory inside it end with it.
    case enter
    case leave
}
