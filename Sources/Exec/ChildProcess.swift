internal import Glibc
package import HookCore

/// A child that runs beside its caller, in a session and a process group of its own. Belongs to one thread.
///
/// The caller waits for its end: until then a child that has ended keeps its pid, so that no signal reaches another.
package final class ChildProcess {
    /// The child's pid, which is also the id of its process group.
    package let pid: Int32
    private let end: ChildEnd
    private var status: ExitStatus?

    /// Starts a command. Its streams are files or descriptors: nobody feeds or drains them.
    /// - Throws: `.cannotSpawn`.
    package init(_ command: Command) throws(ParallelError) {
        var command = command
        command.newSession = true
        let pipes = try ChildPipes(command)
        defer { pipes.closeAll() }
        pid = try Spawner.start(command, pipes: pipes)
        end = ChildEnd(of: pid)
    }

    /// Waits for the child's end for some time; a signal that this process catches ends the wait early.
    /// - Returns: nil where the child still runs.
    package func wait(milliseconds: Int32) -> ExitStatus? {
        if let status { return status }
        if !end.hasCome {
            var event = pollfd(fd: end.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&event, 1, end.wait(atMost: milliseconds))
        }
        guard end.hasCome else { return nil }
        // What it left in its group ends with it.
        kill(-pid, SIGKILL)
        status = Spawner.reap(pid)
        return status
    }

    /// Sends a signal to the child and all that is in its process group.
    package func signalGroup(_ number: Int32) {
        if status == nil { kill(-pid, number) }
    }
}
