import CoordinatorFixtures
import Exec
import Glibc
import TestSupport
import Testing

@testable import Coordinator

/// Worktrees on a file system whose times are whole seconds.
@Suite(.enabled(if: CoarseDisk.canBeMade, "needs root, mkfs.ext4 and a loop device")) struct CoarseTimesTests {
    private let fixture: CoordinatorFixture
    private let disk: CoarseDisk

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(
            ["f": "code\n", ".gitignore": ".env\n", ".worktreeinclude": ".env\n"], message: "f")
        try Files.write(fixture.root + "/.env", "key=1\n")
        disk = try #require(CoarseDisk(at: fixture.worktreeRoot))
    }

    /// Waits until a second begins.
    private func beginSecond() {
        repeat { usleep(1_000) } while Timestamp.now().milliseconds % 1_000 > 50
    }

    /// Writes into the file that is there.
    private func write(_ text: String, into path: String) {
        let descriptor = open(path, O_WRONLY)
        _ = Glibc.write(descriptor, text, text.utf8.count)
        close(descriptor)
    }

    private func content(_ name: String, of id: String?) throws -> String {
        let id = try #require(id)
        return try fixture.git(["cat-file", "-p", "refs/parallel-cc/rescue/\(id):\(name)"])
    }

    @Test("what is written between the rescue and the move, in the second of the last change, is rescued")
    func lateWrite() throws {
        let session = try fixture.startInWorktree()
        let file = session.directory + "/f"
        let command = try fixture.command { point in
            if point == "remove.taken" {
                self.beginSecond()
                self.write("one!\n", into: file)
            }
            if point == "remove.rescued" { self.write("two!\n", into: file) }
        }
        let outcome = try command.release(.id(session.session.id), reason: "test").worktree
        #expect(try content("f", of: outcome?.rescue) == "two!")
        let entry = try #require(try fixture.command().trash().first)
        #expect(try !fixture.command().holdsUnsavedWork(entry))
    }

    @Test("a file that was brought, and changed in the second in which it came, is rescued")
    func changedInclude() throws {
        let session = try fixture.startInWorktree()
        let file = session.directory + "/.env"
        write("key=2\n", into: file)
        let times = try Spawner.run(
            Command("stat", arguments: ["-c", "modified = %Y, changed = %Z", file], environment: CoarseDisk.path))
        let nanoseconds = times.text.replacing(/[0-9]+/) { $0.output + "000000000" }
        try fixture.sql("UPDATE included_files SET \(nanoseconds)")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(try content(".env", of: outcome?.rescue) == "key=2")
    }

    @Test("a worktree in which nothing was changed goes without a rescue")
    func clean() throws {
        let session = try fixture.startInWorktree()
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true && outcome?.rescue == nil)
    }
}

/// An ext4 whose inodes have no room for parts of a second.
private final class CoarseDisk: Sendable {
    static let canBeMade: Bool = {
        let directory = TemporaryDirectory()
        return CoarseDisk(at: directory.appending("disk")) != nil
    }()

    static let path = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]

    private let image = TemporaryDirectory()
    private let place: String

    init?(at place: String) {
        self.place = place
        let file = image.appending("image")
        mkdir(place, 0o755)
        guard geteuid() == 0, Self.run("truncate", ["-s", "16M", file]),
            Self.run("mkfs.ext4", ["-q", "-I", "128", file]), Self.run("mount", ["-o", "loop", file, place])
        else { return nil }
    }

    deinit { _ = Self.run("umount", ["-l", place]) }

    private static func run(_ program: String, _ arguments: [String]) -> Bool {
        var command = Command(program, arguments: arguments, environment: path)
        command.error = .discard
        return (try? Spawner.run(command))?.status.isSuccess == true
    }
}
