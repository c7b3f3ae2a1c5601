package import CommandLineKit
package import Coordinator
internal import Glibc
package import HookCore

/// `--session`: the session that a command speaks for; without it the one that the command runs in.
package struct CallerSession: ParsableArguments {
    package init() {}

    @Option(
        help: ArgumentHelp("Id or name of the session; default: the one around this command.", valueName: "session"))
    package var session: String?

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

    /// By the name of a living one, or by id or the beginning of it.
    package static func find(_ session: String, with coordinator: Coordinator) throws(ParallelError) -> Session? {
        let living = try coordinator.livingSessions()
        if let named = living.last(where: { $0.name == session }) { return named }
        return try coordinator.session(.id(coordinator.completed(session, kind: .session)))
    }
}
