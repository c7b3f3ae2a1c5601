internal import CLibGit2
internal import HookCore

/// libgit2's global state and its error slot.
enum LibGit2 {
    /// Started once, never shut down: handles may live as long as the process.
    private static let started: Int32 = git_libgit2_init()

    /// Makes sure that libgit2 is up; call before any other use.
    static func start() { _ = started }

    /// The text of the last failure on this thread.
    static var lastMessage: String? {
        guard let error = git_error_last(), let message = error.pointee.message else { return nil }
        return String(cString: message)
    }
}
