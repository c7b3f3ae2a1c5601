internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore

/// `--session`: the session that a command speaks for; without it the one that the command runs in.
struct CallerSession: ParsableArguments {
    @Option(help: ArgumentHelp("Id of the session; default: the one around this command.", valueName: "id"))
    var session: String?

    /// - Throws: `.unknownSession`.
    func find(_ coordinator: Coordinator) throws(ParallelError) -> Session {
        let found =
            if let session {
                try coordinator.session(.id(session))
            } else {
                try coordinator.livingSession(ofCaller: getppid(), environment: Surroundings.current.environment)
            }
        guard let found else {
            throw ParallelError(
                .unknownSession, operation: "find session", subject: session ?? "",
                message: session == nil ? "this command runs in no session" : "no such session",
                hint: "say which with --session; parallel-cc status lists them")
        }
        return found
    }
}
