internal import HookCore

/// What a shell would do, in the order in which it stands there.
enum ShellStep: Hashable, Sendable {
    /// One command with its arguments, without redirections; assignments and keywords are still in front of it.
    case command([CommandWord])
    /// A subshell begins: changes of directory inside it end with it.
    case enter
    case leave
}
