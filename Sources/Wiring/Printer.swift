package import CommandLineKit
internal import FoundationEssentials
internal import Glibc
package import HookCore
internal import Synchronization

/// Writes to the standard streams for all commands: the answer to standard output, the narration to standard error.
package enum Printer {
    /// The terminal of standard output, if it is one.
    package static let outputTerminal = Terminal(fileDescriptor: 1, environment: ProgramEnvironment.current.environment)
    package static let errorTerminal = Terminal(fileDescriptor: 2, environment: ProgramEnvironment.current.environment)
    /// The style of the answer: colours only on a terminal that has them.
    package static let style = Style(outputTerminal)

    /// The first failure of writing the answer, as errno; 0 when there was none.
    private static let outputError = Atomic<Int32>(0)

    /// Whether standard output was closed, or opened for reading only, when the program started. Set once, before the
    /// program opens its first file, which would get the missing descriptor.
    private static let isOutputMissing = Atomic<Bool>(false)

    /// Checks standard output as the program got it.
    static func inspectOutput() {
        let flags = fcntl(1, F_GETFL)
        isOutputMissing.store(flags < 0 || flags & O_ACCMODE == O_RDONLY, ordering: .relaxed)
    }

    /// Makes sure that the answer can be written. A command whose answer must not be lost calls this before it changes
    /// anything.
    /// - Throws: `answer-not-written` when there is no standard output.
    package static func requireOutput() throws(ParallelError) {
        if isOutputMissing.load(ordering: .relaxed) { throw notWritten(EBADF) }
    }

    /// Prints one or several lines of the answer.
    package static func answer(_ text: String) { answer(bytes: Array((text + "\n").utf8)) }

    /// Prints lines of the answer.
    package static func answer(lines: [String]) {
        for line in lines { answer(line) }
    }

    /// Prints a table, as wide as the terminal.
    package static func answer(_ table: Table) { answer(table.render(width: outputTerminal.tableWidth, style: style)) }

    /// Prints lines of narration.
    package static func narrate(lines: [String]) {
        for line in lines { narrate(line) }
    }

    /// Prints one line of narration. It is dropped where standard error cannot be written.
    package static func narrate(_ text: String) { _ = FileBytes.write(Array((text + "\n").utf8), to: 2) }

    /// Prints narration as it is, without a line break: questions, progress.
    package static func narrate(unfinished text: String) { _ = FileBytes.write(Array(text.utf8), to: 2) }

    /// Prints the answer as exactly one JSON document.
    package static func answer(json value: some Encodable, pretty: Bool = true) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        answer(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Prints bytes as they are.
    package static func answer(bytes: [UInt8]) {
        let error = isOutputMissing.load(ordering: .relaxed) ? EBADF : FileBytes.write(bytes, to: 1)
        if error != 0 { _ = outputError.compareExchange(expected: 0, desired: error, ordering: .relaxed) }
    }

    /// Whether the answer cannot be written any more; a command that goes on for ever then ends.
    package static var isOutputClosed: Bool { outputError.load(ordering: .relaxed) != 0 }

    /// Throws where writing the answer has failed.
    /// - Throws: `answer-not-written` when the answer was lost, for example to a full disk. A reader that has gone away
    ///   is no error of ours.
    static func checkOutput() throws(ParallelError) {
        let error = outputError.load(ordering: .relaxed)
        guard error != 0, error != EPIPE else { return }
        throw notWritten(error)
    }

    private static func notWritten(_ error: Int32) -> ParallelError {
        ParallelError(
            "answer-not-written", operation: "write answer", message: "standard output cannot be written",
            cause: String(cString: strerror(error)))
    }
}
