internal import Glibc
package import HookCore

/// A child that gets questions and answers them over its standard streams, one question at a time.
///
/// A question must be smaller than a pipe holds (64 KiB), or the child must read all of it before it answers. The child
/// lives as long as the value, and is ended and reaped with it. Belongs to one thread.
package final class Coprocess {
    private let program: String
    private let pid: pid_t
    private let input: Int32
    private let output: Int32
    private var buffer: [UInt8] = []
    private var position = 0

    /// Starts the child.
    /// - Parameter command: the program and its arguments. Its standard input and output are ours; its standard error
    ///   is discarded.
    /// - Throws: `.cannotSpawn`.
    package init(_ command: Command) throws(ParallelError) {
        var command = command
        command.input = .bytes([])
        command.output = .capture
        command.error = .discard
        program = command.executable
        let pipes = try ChildPipes(command)
        do throws(ParallelError) {
            pid = try Spawner.start(command, pipes: pipes)
        } catch {
            pipes.closeAll()
            throw error
        }
        pipes.closeChildEnds()
        input = pipes.input
        output = pipes.output
    }

    /// The time that a child has to end by itself, in milliseconds.
    private static let patience: Int64 = 2_000

    /// Ends the child. A child of this kind ends at the end of its input; SIGTERM ends one that does not see it, and
    /// SIGKILL one that ignores both.
    deinit {
        close(input)
        close(output)
        kill(pid, SIGTERM)
        if !ChildEnd(of: pid).await(milliseconds: Self.patience) { kill(pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }

    /// Writes bytes to the child's standard input.
    /// - Throws: `.childEnded`, `.interrupted`.
    package func write(_ bytes: [UInt8]) throws(ParallelError) {
        let previous = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, previous) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { throw ended(String(cString: strerror(errno))) }
            if count < 0 { try checkInterruption() }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Returns the next line without its line break.
    /// - Throws: `.childEnded`, `.interrupted`.
    package func readLine() throws(ParallelError) -> [UInt8] {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                return Array(buffer[position..<end])
            }
            searched = buffer.count
            let moved = position
            try fill()
            if position != moved { searched -= moved }
        }
    }

    /// Returns the next `count` bytes.
    /// - Throws: `.childEnded`, `.interrupted`.
    package func read(_ count: Int) throws(ParallelError) -> [UInt8] {
        while buffer.count - position < count { try fill() }
        defer { position += count }
        return Array(buffer[position..<(position + count)])
    }

    private func fill() throws(ParallelError) {
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(output, &chunk, chunk.count)
        if count > 0 { return buffer.append(contentsOf: chunk[..<count]) }
        if count < 0, errno == EINTR { return try checkInterruption() }
        throw ended(count < 0 ? String(cString: strerror(errno)) : nil)
    }

    private func checkInterruption() throws(ParallelError) {
        guard Interruption.signal != nil else { return }
        throw ParallelError(
            .interrupted, operation: "ask \(program)", subject: program, message: "interrupted by a signal")
    }

    private func ended(_ cause: String?) -> ParallelError {
        ParallelError(
            .childEnded, operation: "ask \(program)", subject: program, message: "the program ended before it answered",
            cause: cause)
    }
}

extension ParallelError.Code {
    /// A program ended before it answered.
    package static let childEnded: Self = "child-ended"
}
