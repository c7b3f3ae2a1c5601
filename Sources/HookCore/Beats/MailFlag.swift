import Glibc

/// Says to a session's hook that a message waits for it, so that a tool call without one costs one look at the disk.
///
/// An empty file beside the session's beat, which goes with it. Only a hint: the database has the messages, and at every
/// prompt the hook asks it in any case.
package struct MailFlag: Hashable, Sendable {
    private let path: String

    package init(_ beats: BeatDirectory, process: ProcessIdentity) {
        path = "\(beats.path)/\(BeatDirectory.fileName(process, agentID: nil)).mail"
    }

    package var isRaised: Bool { access(path, F_OK) == 0 }

    /// Without a folder of beats no hook has run yet, and the first prompt will ask.
    package func raise() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    package func lower() { unlink(path) }
}
