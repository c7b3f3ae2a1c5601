package import Exec
internal import Glibc
internal import TestSupport

/// Runs `CrashVictim`, one command of ours in a process of its own.
package struct Victim {
    package struct Ending {
        package let status: ExitStatus
        package let lines: [String]
        /// The named points that it reached.
        package let points: [String]
    }

    /// Beside the test program itself.
    package static let path = (ownPath ?? "") + "/CrashVictim"

    private static var ownPath: String? {
        guard let real = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(real) }
        let path = String(cString: real)
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }

    /// Whether tests can run it as a user without rights: as root, with everything it needs readable by all.
    package static let canBeNobody: Bool = {
        guard geteuid() == 0 else { return false }
        let command = Command(
            "/usr/bin/setpriv", arguments: nobody, environment: TestEnvironment.make(home: "/"), directory: "/")
        // It says that its arguments are missing.
        return (try? Spawner.run(command).status) == .exited(64)
    }()

    private static let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", path]

    package let fixture: CoordinatorFixture

    package init(_ fixture: CoordinatorFixture) { self.fixture = fixture }

    /// - Parameters:
    ///   - killAt: a named point, `point:times` for a later time.
    ///   - dead: pids that count as dead.
    package func run(
        _ words: String..., killAt: String = "", dead: [Int32] = [], asNobody: Bool = false
    ) throws -> Ending {
        try run(words, killAt: killAt, dead: dead, asNobody: asNobody)
    }

    /// The same for a list of words.
    package func run(
        _ words: [String], killAt: String, signal: Int32 = SIGKILL, dead: [Int32] = [], asNobody: Bool = false
    ) throws -> Ending {
        var environment = fixture.gitFixture.environment
        environment["VICTIM_KILL_AT"] = killAt
        environment["PARALLEL_CC_GRAMMARS"] = TestGrammars.path
        environment["VICTIM_SIGNAL"] = "\(signal)"
        environment["VICTIM_DEAD"] = dead.map { "\($0)" }.joined(separator: ",")
        let words = [fixture.dataDirectory] + words
        let command =
            asNobody
            ? Command("/usr/bin/setpriv", arguments: Self.nobody + words, environment: environment, directory: "/")
            : Command(Self.path, arguments: words, environment: environment, directory: "/")
        let result = try Spawner.run(command)
        return Ending(
            status: result.status, lines: result.text.split(separator: "\n").map(String.init),
            points: result.errorText.split(separator: "\n").map(String.init))
    }

    package func giveEverythingToNobody() throws {
        let result = try Spawner.run(
            Command(
                "chown", arguments: ["-R", "65534:65534", fixture.gitFixture.directory.path],
                environment: fixture.gitFixture.environment))
        guard result.status.isSuccess else { throw FixtureError("chown: \(result.errorText)") }
    }
}
