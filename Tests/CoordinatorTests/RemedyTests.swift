import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What is named as the way to get a worktree away that is kept, done as it stands, gets it away. Those of submodules
/// are in `SubmoduleKeepTests`.
@Suite struct RemedyTests {
    struct Obstacle: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let words: String
        /// - Returns: a file that must be there afterwards, with its content.
        let make: @Sendable (CoordinatorFixture, String) throws -> (path: String, content: String)?

        init(
            _ description: String, _ words: String,
            make: @escaping @Sendable (CoordinatorFixture, String) throws -> (path: String, content: String)?
        ) {
            testDescription = description
            self.words = words
            self.make = make
        }
    }

    static let obstacles: [Obstacle] = [
        Obstacle("the user's lock", "it is locked") { fixture, place in
            try fixture.git(["worktree", "unlock", place])
            try fixture.git(["worktree", "lock", "--reason", "mine", place])
            return nil
        },
        Obstacle("the lock of a git that was killed", "another git process is at work in it") { fixture, place in
            try Files.write(try fixture.git(["rev-parse", "--git-path", "index.lock"], at: place), "")
            return nil
        },
        Obstacle("a repository inside", "a repository of its own lies inside") { fixture, place in
            try fixture.git(["init", "--quiet", place + "/it's deep/inner"])
            try Files.write(place + "/it's deep/inner/own", "own\n")
            return (place + "-it's deep-inner/own", "own\n")
        },
        Obstacle("a bare repository inside", "a repository of its own lies inside") { fixture, place in
            try fixture.git(["init", "--quiet", "--bare", place + "/inner.git"])
            return (place + "-inner.git/HEAD", "ref: refs/heads/main\n")
        },
        Obstacle("a repository inside, and something at the place for it", "a repository of its own lies inside") {
            fixture, place in
            try fixture.git(["init", "--quiet", place + "/inner"])
            try Files.write(place + "/inner/own", "own\n")
            try Files.write(place + "-inner/other", "other\n")
            return (place + "-inner-2/own", "own\n")
        },
        Obstacle("a worktree inside that is linked by a relative path", "a repository of its own lies inside") {
            fixture, place in
            try fixture.git(["worktree", "add", "--quiet", "--detach", place + "/inner"])
            // As git 2.48 writes it with worktree.useRelativePaths.
            let name = try fixture.git(["rev-parse", "--absolute-git-dir"], at: place + "/inner")
            let ups = String(repeating: "../", count: place.split(separator: "/").count + 1)
            try Files.write(place + "/inner/.git", "gitdir: \(ups)\(name.dropFirst())\n")
            return (place + "-inner/README", "hello\n")
        },
        Obstacle("another worktree inside", "a repository of its own lies inside") { fixture, place in
            try fixture.git(["worktree", "add", "--quiet", "--detach", place + "/inner"])
            return (place + "-inner/README", "hello\n")
        },
        Obstacle("a repository in the place of the worktree", "a repository of its own lies inside") { fixture, place in
            unlink(place + "/.git")
            try fixture.git(["init", "--quiet", place])
            try Files.write(place + "/own", "own\n")
            return (place + "-moved/own", "own\n")
        },
        Obstacle("another repository's worktree at its place", "its .git leads to another repository") {
            fixture, place in
            let other = fixture.gitFixture.directory.appending("other")
            try fixture.git(["init", "--quiet", other])
            try fixture.gitFixture.commit(["own": "own\n"], message: "one", at: other)
            TemporaryDirectory.remove(place)
            try fixture.git(["worktree", "add", "--quiet", "-b", "mine", place], at: other)
            return (place + "-moved/own", "own\n")
        },
        Obstacle("out of git's list", "git does not know it as a worktree any more") { fixture, place in
            try Files.write(place + "/own", "own\n")
            TemporaryDirectory.remove(try fixture.git(["rev-parse", "--git-dir"], at: place))
            return (place + "-moved/own", "own\n")
        },
    ]

    @Test("what helps", arguments: obstacles)
    func helps(obstacle: Obstacle) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let file = try obstacle.make(fixture, session.directory)
        let outcome = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.kept?.contains(obstacle.words) == true, "\(outcome.kept ?? "removed")")
        try Remedy.follow(outcome.kept, in: fixture)
        #expect(try fixture.command().removeWorktree(session.directory).removed)
        #expect(try fixture.command().worktrees().isEmpty)
        guard let file else { return }
        #expect(Files.read(file.path) == file.content)
    }

    @Test("a repository that others may need at its place: it is said, and no command is named that breaks them")
    func neededElsewhere() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let inner = session.directory + "/inner"
        try fixture.git(["init", "--quiet", inner])
        let release = { try fixture.command().release(.id(session.session.id), reason: "test").worktree?.kept ?? "" }
        #expect(try release().contains("objects/info/alternates"))
        TemporaryDirectory.remove(inner)
        let outside = fixture.gitFixture.directory.appending("outside")
        try fixture.git(["init", "--quiet", "--separate-git-dir", inner, outside])
        let remove = { try fixture.command().removeWorktree(session.directory).kept ?? "" }
        #expect(try remove().hasSuffix("away yourself: the .git of a working tree elsewhere names its path"))
        TemporaryDirectory.remove(inner)
        try fixture.git(["worktree", "add", "--quiet", "--detach", inner])
        unlink(inner + "/.git")
        symlink("\(fixture.repository)/worktrees/inner", inner + "/.git")
        #expect(try remove().hasSuffix("away yourself: its .git is a link"))
    }

    @Test(
        "a repository in a folder whose name cannot be shown as it is",
        arguments: [#"$'a\tb'"#, #"$'Icon\r'"#, #"$'a\nb'"#, #"$'\e[31mred'"#, #"$'it\'s \\ ü\xff7'"#, #"$'a\u202eb'"#])
    func unprintable(name: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let place = session.directory
        try Remedy.run("git init -q \(place)/\(name) && echo own > \(place)/\(name)/own", in: fixture)
        let outcome = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        let words = try Remedy.words(outcome.kept)
        #expect(words.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" }, "\(words)")
        try Remedy.follow(outcome.kept, in: fixture)
        #expect(try fixture.command().removeWorktree(place).removed)
        try Remedy.run("test own = \"$(cat \(place)-\(name)/own)\"", in: fixture)
    }

    @Test("changes over the limit: with the limit that is named")
    func tooLarge() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/big", String(repeating: "x", count: 5_000))
        let limited = try fixture.command(overrides: ["rescue.maxBytes": "4999"])
        let kept = try #require(try limited.release(.id(session.session.id), reason: "test").worktree?.kept)
        let words = kept.split(separator: " ").suffix(5).map(String.init)
        #expect(words.prefix(4) == ["parallel-cc", "config", "set", "rescue.maxBytes"], "\(kept)")
        let raised = try fixture.command(overrides: [words[3]: words[4]])
        #expect(try raised.removeWorktree(session.directory).rescue != nil)
    }

    @Test("a session of another container whose lock is taken away")
    func heldElsewhere() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        _ = try fixture.command().keepWorktree(try #require(second.session.worktreeName), reason: "for later")
        _ = try fixture.command().release(.id(second.session.id), reason: "test")
        var context = fixture.context(5_000_020)
        context.dataDirectory = fixture.gitFixture.directory.appending("data-elsewhere")
        mkdir(context.dataDirectory, 0o700)
        context.host = HostIdentity(bootID: "boot", machineID: "machine", pidNamespace: 2)
        _ = try Coordinator(context).register(
            RegisterRequest(directory: fixture.root, process: fixture.claude(9), here: true))
        let name = try #require(try Coordinator(context).worktrees().first).id
        _ = try fixture.start(3, at: second.directory)
        let outcome = try Coordinator(context).removeWorktree(name)
        #expect(outcome.kept?.contains("another session may live in it") == true)
        try Remedy.follow(outcome.kept, in: fixture)
        #expect(try Coordinator(context).removeWorktree(name).removed)
    }

    @Test("a file that cannot be read", .enabled(if: Victim.canBeNobody), arguments: [true, false])
    func unreadable(isOwn: Bool) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/secret", "x", mode: 0o000)
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        if !isOwn { chown(session.directory + "/secret", 0, 0) }
        #expect(try victim.run("release", session.session.id, asNobody: true).status == .exited(0))
        let kept = try #require(try fixture.command().worktree(session.directory).keptReason)
        #expect(kept.contains("a file cannot be read: secret"))
        try Remedy.follow(kept, in: fixture)
        let id = session.session.worktreeName ?? ""
        let ending = try victim.run("remove", id, asNobody: true)
        #expect(ending.status == .exited(0), "\(ending.lines)")
        #expect(!Files.exists(session.directory), "\(ending.lines)")
    }

    @Test(
        "a directory that cannot be read or entered", .enabled(if: Victim.canBeNobody),
        arguments: ["it's -shut", "it's -shut/below", "line\nbreak", "."], [0o444, 0o000, 0o111] as [mode_t])
    func shut(name: String, mode: mode_t) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let directory = session.directory + "/" + name
        try Files.write(directory + "/inner/file", "work\n")
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        chmod(directory, mode)
        #expect(try victim.run("release", session.session.id, asNobody: true).status == .exited(0))
        let kept = try #require(try fixture.command().worktree(session.directory).keptReason)
        // A line break would not be shown as one.
        #expect(try !Remedy.words(kept).contains("\n"), "\(kept)")
        try Remedy.followAsNobody(kept, in: fixture)
        let ending = try victim.run("remove", session.session.worktreeName ?? "", asNobody: true)
        #expect(ending.status == .exited(0), "\(ending.lines)")
        let rest = try fixture.command().worktrees().first?.keptReason
        #expect(!Files.exists(session.directory), "\(rest ?? "")")
        let trash = try #require(try fixture.command().trash().first).trashPath
        #expect(Files.read("\(trash)/\(name)/inner/file") == "work\n")
    }

    @Test(
        "a directory that cannot be read: nothing that could be read gets other permissions",
        .enabled(if: Victim.canBeNobody))
    func othersStay() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let place = session.directory + "/shut"
        try Files.write(place + "/key", "key\n", mode: 0o400)
        try Files.write(place + "/cache/file", "cache\n", mode: 0o444)
        try Files.write(place + "/closed", "closed\n", mode: 0o200)
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        chmod(place + "/cache", 0o555)
        chmod(place, 0o311)
        #expect(try victim.run("release", session.session.id, asNobody: true).status == .exited(0))
        try Remedy.followAsNobody(try fixture.command().worktree(session.directory).keptReason, in: fixture)
        let modes = ["", "/key", "/cache", "/cache/file", "/closed"].map { name in
            var status = stat()
            return lstat(place + name, &status) == 0 ? status.st_mode & 0o7777 : 0
        }
        #expect(modes == [0o711, 0o400, 0o555, 0o444, 0o600])
        #expect(try victim.run("remove", session.session.worktreeName ?? "", asNobody: true).status == .exited(0))
    }

    @Test("a worktree that may not be written to", .enabled(if: Victim.canBeNobody))
    func readOnly() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        chmod(session.directory, 0o555)
        #expect(try victim.run("release", session.session.id, asNobody: true).status == .exited(0))
        try Remedy.followAsNobody(try fixture.command().worktree(session.directory).keptReason, in: fixture)
        #expect(try victim.run("remove", session.session.worktreeName ?? "", asNobody: true).status == .exited(0))
        #expect(!Files.exists(session.directory))
    }

    @Test("a worktree that was never finished and is kept: by name, once the reason is gone")
    func unfinished() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        let ending = try Victim(fixture).run("register", fixture.root, "6000002", killAt: "create.filled")
        #expect(ending.status == .signaled(SIGKILL))
        fixture.kill(fixture.claude(2))
        let row = try #require(try fixture.command().worktrees().first)
        try fixture.git(["init", "--quiet", row.path + "/inner"])
        let outcome = try fixture.command(5_000_010).removeWorktree(row.id)
        #expect(outcome.kept?.contains("a repository of its own lies inside") == true)
        try Remedy.follow(outcome.kept, in: fixture)
        #expect(try fixture.command(5_000_011).removeWorktree(row.id).removed)
    }
}
