import Glibc

/// A flag that tells a session's hook that a message waits. A tool call without a message thus costs one look at the
/// disk.
///
/// It is an empty file beside the session's beat, and is removed with it. It is only a hint: the database has the
/// messages, and at every prompt the hook asks the database in any case.
package struct MailFlag: Hashable, Sendable {
    private let path: String

    /// The flag of one session.
    package init(_ beats: BeatDirectory, process: ProcessIdentity) {
        path = "\(beats.path)/\(BeatDirectory.fileName(process, agentID: nil)).mail"
    }

    /// Whether a message may be waiting.
    package var isRaised: Bool { access(path, F_OK) == 0 }

    /// Raises the flag. Without a folder of beats there is no session yet, and its first prompt will ask the database.
    package func raise() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Lowers the flag, if it is raised.
    package func lower() { unlink(path) }
}
