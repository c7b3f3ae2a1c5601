import HookCore

extension ClaimLocation {
    /// The worktree around a directory; nil where none is.
    static func around(_ directory: String) -> ClaimLocation? { ClaimLocation(absolute: directory + "/-") }
}
