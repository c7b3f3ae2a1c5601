internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore
internal import Wiring

/// Tells git, and the user or session that called it, whether to go on.
enum GitHookAnswer {
    /// The most paths that are named; more are only counted.
    private static let mostPaths = 10

    /// - Parameters:
    ///   - way: how a user goes on without asking us. It is not shown to a session.
    ///   - question: finds the claims in the way of a session, or of a user, in a directory.
    /// - Throws: status 3 where there are some.
    static func give(
        way: String, question: (Coordinator, Session?, String) throws -> [ClaimObstacle]
    ) throws {
        guard let (obstacles, caller) = ask(question), !obstacles.isEmpty else { return }
        Printer.narrate("parallel-cc: another session has claimed what this touches:")
        for obstacle in obstacles { Printer.narrate(lines: lines(obstacle).map(\.displayable)) }
        let session = obstacles[0].held.session.id
        Printer.narrate(
            "Leave it out or wait for it; settle it: parallel-cc messages send --to \(session) TEXT".displayable)
        if caller == nil { Printer.narrate("Or \(way)") }
        throw ExitCode.bad
    }

    private static func ask(
        _ question: (Coordinator, Session?, String) throws -> [ClaimObstacle]
    ) -> (obstacles: [ClaimObstacle], caller: Session?)? {
        do {
            guard let directory = ProgramEnvironment.current.directory else { return nil }
            let coordinator = try Coordinator(.live(busyTimeout: 1_000))
            let caller = try coordinator.livingSession(
                ofCaller: getppid(), environment: ProgramEnvironment.current.environment)
            return (try question(coordinator, caller, directory), caller)
        } catch {
            Printer.narrate("parallel-cc: claims were not checked: \(error)".displayable)
            return nil
        }
    }

    private static func lines(_ obstacle: ClaimObstacle) -> [String] {
        let held = obstacle.held
        let why = held.claim.reason.map { ": \($0)" } ?? ""
        var lines = ["  \(held.session.label) in \(held.session.worktreePath), since \(held.claim.takenAt)\(why)"]
        lines += obstacle.paths.prefix(mostPaths).map { "    \(String(decoding: $0, as: UTF8.self))" }
        if obstacle.paths.count > mostPaths { lines.append("    and \(obstacle.paths.count - mostPaths) more") }
        return lines
    }
}
