internal import Glibc
internal import HookCore

/// The descriptors between this process and one child. Ours are non-blocking; all are close-on-exec.
struct ChildPipes {
    private(set) var childInput: Int32
    private(set) var childOutput: Int32
    private(set) var childError: Int32
    /// Our ends, or -1 where we have no part in the stream.
    private(set) var input: Int32 = -1
    private(set) var output: Int32 = -1
    private(set) var error: Int32 = -1
    private var owned: [Int32] = []

    init(_ command: Command) throws(ParallelError) {
        childInput = 0
        childOutput = 1
        childError = 2
        do {
            try openInput(command.input)
            (childOutput, output) = try openOutput(command.output, inherited: 1)
            (childError, error) = try openOutput(command.error, inherited: 2)
        } catch {
            closeAll()
            throw error
        }
    }

    private mutating func openInput(_ kind: Command.Input) throws(ParallelError) {
        switch kind {
        case .inherit: childInput = 0
        case .null: childInput = try opened("/dev/null", mode: O_RDONLY)
        case .bytes:
            let ends = try pipe()
            childInput = ends.read
            owned.append(ends.read)
            input = ends.write
        case .descriptor(let descriptor): childInput = descriptor
        }
    }

    private mutating func openOutput(
        _ kind: Command.Output, inherited: Int32
    ) throws(ParallelError) -> (child: Int32, ours: Int32) {
        switch kind {
        case .inherit: return (inherited, -1)
        case .standardError: return (2, -1)
        case .discard: return (try opened("/dev/null", mode: O_WRONLY), -1)
        case .capture:
            let ends = try pipe()
            owned.append(ends.write)
            return (ends.write, ends.read)
        case .descriptor(let descriptor): return (descriptor, -1)
        }
    }

    private mutating func opened(_ path: String, mode: Int32) throws(ParallelError) -> Int32 {
        let descriptor = open(path, mode | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        owned.append(descriptor)
        return descriptor
    }

    private func pipe() throws(ParallelError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failure("pipe") }
        return (ends[0], ends[1])
    }

    private func failure(_ subject: String) -> ParallelError {
        ParallelError(
            .cannotSpawn, operation: "open", subject: subject, message: "no descriptor for a child process",
            cause: String(cString: strerror(errno)))
    }

    /// Closes the descriptors that only the child needs.
    func closeChildEnds() {
        for descriptor in owned { close(descriptor) }
    }

    /// Closes everything, for when no child was started.
    func closeAll() {
        closeChildEnds()
        for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
    }
}
