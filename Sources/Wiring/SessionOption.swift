package import CommandLineKit
package import Coordinator
internal import HookCore

/// `--pid` or `--session`: the session that is meant.
package struct SessionOption: ParsableArguments {
    /// Makes an empty option, for the parser to fill.
    package init() {}

    @Option(help: ArgumentHelp("Process id of the session.", valueName: "pid"))
    var pid: String?

    /// The typed id; nil where `--pid` was given.
    @Option(help: ArgumentHelp("Id of the session.", valueName: "id"))
    package var session: String?

    /// Checks that exactly one of the two options was given.
    package func validate() throws {
        guard (pid == nil) != (session == nil) else { throw ValidationError("Give either --pid or --session.") }
    }

    /// The key to look the session up by.
    /// - Throws: `.invalidProcess`.
    package func key() throws -> SessionKey {
        if let session { return .id(session) }
        return .pid(try ProcessNumber.parse(pid ?? ""))
    }
}

/// A process id as typed.
package enum ProcessNumber {
    /// Returns the number.
    /// - Throws: `.invalidProcess` for a number that no process can have.
    package static func parse(_ text: String) throws -> Int32 {
        guard let pid = Int32(text), pid > 0 else {
            throw ParallelError(
                .invalidProcess, operation: "read process id", subject: text, message: "Invalid process ID",
                hint: "a whole number from 1 to \(Int32.max)")
        }
        return pid
    }
}
