package import CommandLineKit
package import Coordinator
internal import HookCore

/// `--pid` or `--session`: which session is meant.
package struct SessionOption: ParsableArguments {
    package init() {}

    @Option(help: ArgumentHelp("Process id of the session.", valueName: "pid"))
    var pid: String?

    @Option(help: ArgumentHelp("Id of the session.", valueName: "id"))
    package var session: String?

    package func validate() throws {
        guard (pid == nil) != (session == nil) else { throw ValidationError("Give either --pid or --session.") }
    }

    /// - Throws: `.invalidProcess`.
    package func key() throws -> SessionKey {
        if let session { return .id(session) }
        return .pid(try ProcessNumber.parse(pid ?? ""))
    }
}

/// A process id as typed.
package enum ProcessNumber {
    /// - Throws: `.invalidProcess` for what no process can have.
    package static func parse(_ text: String) throws -> Int32 {
        guard let pid = Int32(text), pid > 0 else {
            throw ParallelError(
                .invalidProcess, operation: "read process id", subject: text, message: "Invalid process ID",
                hint: "a whole number from 1 to \(Int32.max)")
        }
        return pid
    }
}
