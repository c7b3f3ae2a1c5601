import Coordinator
import Exec
import Glibc
import HookCore
import Integration

/// A command of ours as a process of its own, to be killed at a named point: `CrashVictim DATA VERB [ARGUMENT…]`.
///
/// `VICTIM_KILL_AT` names the point (`point` or `point:2` for its second time), `VICTIM_SIGNAL` what it is sent there
/// instead of SIGKILL, `VICTIM_DEAD` the pids, separated by
/// commas, that count as dead among those that never exist.
enum Victim {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let process = ProcessIdentity.current() else { exit(64) }
        do {
            Interruption.catchSignals()
            let signal = variable("VICTIM_SIGNAL").flatMap { Int32($0) } ?? SIGKILL
            let killer = Killer(variable("VICTIM_KILL_AT") ?? "", signal: signal)
            let coordinator = try Coordinator(context(arguments[1], process, killer))
            try perform(arguments[2], Array(arguments.dropFirst(3)), coordinator)
            killer.reach("end")
            end(0)
        } catch {
            print(error)
            end(1)
        }
    }

    /// As the program ends: see its `main.swift`.
    private static func end(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }

    private static func perform(_ verb: String, _ arguments: [String], _ coordinator: Coordinator) throws {
        switch verb {
        case "register":
            let process = ProcessIdentity(pid: Int32(arguments[1]) ?? 0, startTime: 100)
            let registration = try coordinator.register(RegisterRequest(directory: arguments[0], process: process))
            print(registration.session.id, registration.directory, separator: "\n")
        case "resume":
            let process = ProcessIdentity(pid: Int32(arguments[1]) ?? 0, startTime: 100)
            let request = RegisterRequest(
                directory: arguments[0], process: process, conversation: .resume(arguments[2]))
            print(try coordinator.register(request).directory)
        case "apply": _ = try Suggestions(coordinator).apply(arguments[0])
        case "release": _ = try coordinator.release(.id(arguments[0]), reason: "victim")
        case "cleanup": _ = try coordinator.cleanup()
        case "remove": _ = try coordinator.removeWorktree(arguments[0])
        case "restore-rescue": _ = try coordinator.restoreRescue(arguments[0], to: nil)
        case "restore-trash": _ = try coordinator.restoreTrash(arguments[0])
        case "contend":
            let contender = Contender(
                coordinator: coordinator, session: arguments[0], repository: arguments[1], marks: arguments[2])
            print(try contender.run(seconds: Int(arguments[3]) ?? 1))
        case "rebase":
            _ = try Rebasing(coordinator).rebase(
                at: arguments[0], onto: arguments[1], by: arguments[2], onlyLooks: false)
        case "land": _ = try MergeQueue(coordinator).run(in: arguments[0])
        case "empty": try coordinator.emptyTrash(olderThanDays: 0)
        default: exit(64)
        }
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func context(
        _ data: String, _ process: ProcessIdentity, _ killer: Killer
    ) -> CoordinatorContext {
        var environment: [String: String] = [:]
        for name in ["HOME", "PATH", "LANG"] + names { environment[name] = variable(name) }
        let dead = Set((variable("VICTIM_DEAD") ?? "").split(separator: ",").compactMap { Int32($0) })
        return CoordinatorContext(
            dataDirectory: data, environment: environment,
            host: HostIdentity(bootID: "boot", machineID: "machine", pidNamespace: 1), process: process,
            now: { Timestamp.now() }, uptime: { Timestamp.now().milliseconds },
            makeID: { "victim-\(process.pid)-\(UInt64.random(in: 0...UInt64.max))" },
            makeSuffix: { String(String(UInt32.random(in: 46_656...1_679_615), radix: 36).prefix(4)) },
            isAlive: { $0.pid < 4_500_000 ? $0.isAlive : !dead.contains($0.pid) }, nativeSessions: { [] },
            reach: { killer.reach($0) }, grammars: variable("PARALLEL_CC_GRAMMARS"))
    }

    private static let names = [
        "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_GLOBAL", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
    ]
}
