import Exec
import JSON
import TestSupport
import Testing

/// A time namespace, ten days ahead.
private enum TimeNamespace {
    static let unshare = "/usr/bin/unshare --time --monotonic 864000 --boottime 864000 --fork"

    static let isPossible =
        (try? Spawner.run(Command("/bin/sh", arguments: ["-c", "\(unshare) /bin/true"], environment: [:])))?
        .status.isSuccess == true
}

/// Commands in a time namespace, whose clocks are ahead of the machine's: time_namespaces(7).
@Suite(.enabled(if: TimeNamespace.isPossible, "no namespace can be made here"))
struct TimeNamespaceTests {
    private let fixture: CommandFixture

    init() throws { fixture = try CommandFixture() }

    private func inNamespace(_ command: String) throws -> Answer {
        try fixture.shell("\(TimeNamespace.unshare) \(command)")
    }

    @Test func `the trash is not older there`() throws {
        try Files.write(fixture.repository + "/.gitignore", ".env\n")
        try fixture.git.git(["add", "."])
        try fixture.git.git(["commit", "--quiet", "-m", "ignore"])
        _ = try fixture.session()
        let ended = try fixture.session()
        let worktree = try #require(try ended.answer.json()["worktreePath"]?.string)
        try Files.write(worktree + "/.env", "mine\n")
        try fixture.run("release", "--pid", "\(ended.sleeper.pid)")
        try fixture.run("cleanup")
        #expect(try inNamespace("$P cleanup").status == 0)
        #expect(try fixture.run("trash", "restore", worktree).status == 0)
        #expect(Files.read(worktree + "/.env") == "mine\n")
    }

    @Test func `a living session is not gone there`() throws {
        _ = try fixture.session()
        let living = try fixture.session()
        let id = try #require(try living.answer.json()["sessionId"]?.string)
        #expect(try inNamespace("$P cleanup").status == 0)
        #expect(try inNamespace("$P register --repo . --pid $$").status == 0)
        let sessions = try fixture.run("status", "--json").json()["sessions"]?.elements ?? []
        #expect(sessions.contains { $0["sessionId"]?.string == id || $0["id"]?.string == id }, "\(sessions)")
        try fixture.run("release", "--pid", "\(living.sleeper.pid)")
    }
}
