internal import CLibGit2
internal import Glibc
internal import HookCore

/// libgit2's global state and its error slot.
package enum LibGit2 {
    /// Started once, never shut down: handles may live as long as the process.
    private static let started: Int32 = git_libgit2_init()

    /// Makes sure that libgit2 is up; call before any other use.
    static func start() { _ = started }

    /// Starts libgit2 on another thread. Debian's reads all certificates of the system first, which takes milliseconds:
    /// for callers that will need it and have something else to do until then.
    package static func startEarly() {
        // A thread of Dispatch's would begin only after it was needed.
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { _ in
                LibGit2.start()
                return nil
            }, nil)
        if failure == 0 { pthread_detach(thread) }
    }

    /// The text of the last failure on this thread.
    static var lastMessage: String? {
        guard let error = git_error_last(), let message = error.pointee.message else { return nil }
        return String(cString: message)
    }
}
