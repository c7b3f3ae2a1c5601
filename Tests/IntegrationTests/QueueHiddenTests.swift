import CoordinatorFixtures
import Exec
import Glibc
import Integration
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// A checkout whose files hold what `git status` does not show is not moved.
@Suite struct QueueHiddenTests {
    enum Kind: String, CaseIterable, Sendable {
        case filter, ident, lineEnds, flag, skipFlag, times, monitor
    }

    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// Commits a file, a branch `topic` that changes it and one `other` that does not.
    private func fill(_ kind: Kind) throws {
        let attributes: String? =
            switch kind {
            case .filter: "f filter=strip\n"
            case .ident: "f ident\n"
            case .lineEnds: "f text=auto\n"
            case .flag, .skipFlag, .times, .monitor: nil
            }
        try fixture.git(["config", "filter.strip.clean", "grep -v OUT"])
        try fixture.git(["config", "filter.strip.smudge", "cat"])
        var files = ["f": kind == .ident ? "$Id$\n" : "code\n"]
        files[".gitattributes"] = attributes
        try fixture.gitFixture.commit(files, message: "base")
        for (branch, name) in [("topic", "f"), ("other", "g")] {
            try fixture.git(["checkout", "--quiet", "-b", branch, "main"])
            try fixture.gitFixture.commit([name: "landed\n"], message: branch)
        }
        try fixture.git(["checkout", "--quiet", "main"])
    }

    private func hide(_ kind: Kind) throws {
        let file = fixture.root + "/f"
        switch kind {
        case .filter: try Files.write(file, "code\nOUT mine\n")
        case .ident: try Files.write(file, "$Id: mine$\n")
        case .lineEnds: try Files.write(file, "code\r\n")
        case .flag:
            try fixture.git(["update-index", "--assume-unchanged", "f"])
            try Files.write(file, "mine\n")
        case .skipFlag:
            try fixture.git(["update-index", "--skip-worktree", "f"])
            try Files.write(file, "mine\n")
        case .times:
            try fixture.git(["config", "core.trustctime", "false"])
            var status = stat()
            #expect(stat(file, &status) == 0)
            try Files.write(file, "mine\n")
            var times = [status.st_atim, status.st_mtim]
            #expect(utimensat(AT_FDCWD, file, &times, 0) == 0)
        case .monitor:
            let monitor = fixture.gitFixture.directory.appending("monitor")
            try Files.write(monitor, "#!/bin/sh\nprintf 'token\\0'\n")
            chmod(monitor, 0o755)
            try fixture.git(["config", "core.fsmonitor", monitor])
            try fixture.git(["config", "core.fsmonitorHookVersion", "2"])
            try fixture.git(["status"])
            try fixture.git(["status"])
            try Files.write(file, "mine\n")
        }
        if [.filter, .ident, .lineEnds].contains(kind) { try fixture.git(["add", "f"]) }
        try #require(fixture.git(["status", "--porcelain"]) == "")
    }

    private func land(_ branch: String) throws -> QueueResult {
        _ = try MergeQueue(fixture.command()).add(branch, in: fixture.repository)
        return try MergeQueue(fixture.command()).run(in: fixture.repository)
    }

    @Test(arguments: Kind.allCases) func `it waits, and says which file it is`(_ kind: Kind) throws {
        try fill(kind)
        // git compares the content of what is as young as its index.
        let touch = Command(
            "touch", arguments: ["-d", "2 minutes ago", fixture.root + "/f"],
            environment: fixture.gitFixture.environment)
        #expect(try Spawner.run(touch).status.isSuccess)
        try fixture.git(["update-index", "--refresh"])
        try hide(kind)
        let before = Files.read(fixture.root + "/f")
        let result = try land("topic")
        #expect(Files.read(fixture.root + "/f") == before)
        let message = result.ready.first?.message
        #expect(message?.hasSuffix("does not show: f; git would overwrite them") == true, "\(result)")
        // The user does as he is told.
        let pending = try #require(try MergeQueue(fixture.command()).readyMerges().first)
        let done = try Spawner.run(
            Command("/bin/sh", arguments: ["-c", pending.command], environment: fixture.gitFixture.environment))
        #expect(Files.read(fixture.root + "/f." + pending.commit.prefix(10)) == before)
        if kind != .monitor {
            #expect(done.status.isSuccess, "\(done.errorText)")
            #expect(Files.read(fixture.root + "/f") == "landed\n", "\(done.errorText)")
        }
    }

    @Test func `what it does not change is not looked at`() throws {
        try fill(.filter)
        try hide(.filter)
        #expect(try land("other").landed.map(\.branch) == ["other"])
        #expect(Files.read(fixture.root + "/f") == "code\nOUT mine\n")
    }

    @Test(arguments: [Kind.filter, .ident, .lineEnds]) func `files as git checks them out are no changes`(
        _ kind: Kind
    ) throws {
        try fill(kind)
        #expect(try land("topic").landed.map(\.branch) == ["topic"])
        #expect(Files.read(fixture.root + "/f") == "landed\n")
    }
}
