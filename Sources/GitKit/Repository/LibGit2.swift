internal import CLibGit2
internal import Glibc
internal import HookCore

/// libgit2's global state and its error slot.
package enum LibGit2 {
    /// The result of starting libgit2. It is started once and never shut down: handles may live as long as the process.
    private static let started: Int32 = git_libgit2_init()

    /// Makes sure that libgit2 is started. Call it before any other use.
    static func start() { _ = started }

    /// Starts libgit2 on another thread, for callers that will need it and have other work to do until then. Debian's
    /// libgit2 first reads all certificates of the system, which takes milliseconds.
    package static func startEarly() {
        // A thread of Dispatch would begin only after libgit2 was needed.
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { _ in
                LibGit2.start()
                return nil
            }, nil)
        if failure == 0 { pthread_detach(thread) }
    }

    /// The message of the last failure on this thread.
    static var lastMessage: String? {
        guard let error = git_error_last(), let message = error.pointee.message else { return nil }
        return String(cString: message)
    }
}
