import HookCore

extension ClaimLocation {
    /// Returns the worktree around a directory; nil where there is none.
    static func around(_ directory: String) -> ClaimLocation? { ClaimLocation(absolute: directory + "/-") }
}
