package import CommandLineKit
package import Coordinator
internal import Glibc
package import HookCore

/// `--session`: the session that a command speaks for; without it the one that the command runs in.
package struct CallerSession: ParsableArguments {
    /// Makes an empty option, for the parser to fill.
    package init() {}

    /// The id, the beginning of one, or a name; nil where the option was not given.
    @Option(
        help: ArgumentHelp("Id or name of the session; default: the one around this command.", valueName: "session"))
    package var session: String?

    /// Returns the session that the command speaks for.
    /// - Throws: `.unknownSession`.
    package func find(_ coordinator: Coordinator) throws(ParallelError) -> Session {
        let found =
            if let session {
                try Self.find(session, with: coordinator)
            } else {
                try coordinator.livingSession(ofCaller: getppid(), environment: ProgramEnvironment.current.environment)
            }
        guard let found else {
            throw ParallelError(
                .unknownSession, operation: "find session", subject: session ?? "",
                message: session == nil ? "this command runs in no session" : "no such session",
                hint: "say which with --session; parallel-cc status --json lists them")
        }
        return found
    }

    /// Looks for the name of a living session, then for an id or the beginning of one.
    package static func find(_ session: String, with coordinator: Coordinator) throws(ParallelError) -> Session? {
        if let named = try coordinator.livingSession(named: session) { return named }
        return try coordinator.session(.id(coordinator.completed(session, kind: .session)))
    }
}
