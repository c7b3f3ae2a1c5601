import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Where new worktrees go and what they start from.
@Suite struct RegisterPlaceTests {
    @Test("a checkout inside another repository gets its worktrees in the data directory")
    func superproject() throws {
        let fixture = try CoordinatorFixture()
        let inner = fixture.root + "/inner"
        try fixture.git(["clone", "--quiet", fixture.root, inner])
        try fixture.start(1, at: inner)
        let second = try fixture.start(2, at: inner)
        #expect(second.session.worktreePath.hasPrefix(fixture.dataDirectory + "/worktrees/"))
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
        #expect(released.worktree?.branchDeleted == true)
    }

    @Test("an unwritable parent: the data directory", .enabled(if: Victim.canBeNobody))
    func unwritableParent() throws {
        let fixture = try CoordinatorFixture()
        try fixture.git(["clone", "--quiet", fixture.root, fixture.gitFixture.directory.appending("locked/repo")])
        let place = fixture.gitFixture.directory.appending("locked/repo")
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        chmod(fixture.gitFixture.directory.appending("locked"), 0o555)
        chown(fixture.gitFixture.directory.appending("locked"), 0, 0)
        _ = try victim.run("register", place, "6000001", asNobody: true)
        let second = try victim.run("register", place, "6000002", asNobody: true)
        #expect(second.lines.last?.hasPrefix(fixture.dataDirectory + "/worktrees/") == true)
    }

    @Test("a folder beside the checkout that is not ours alone gets no worktrees, and that is said")
    func folderOfOthers() throws {
        let fixture = try CoordinatorFixture()
        Files.makeDirectories(fixture.worktreeRoot)
        try fixture.start(1)
        chmod(fixture.worktreeRoot, 0o777)
        let second = try fixture.start(2)
        #expect(second.session.worktreePath.hasPrefix(fixture.dataDirectory + "/worktrees/"))
        #expect(second.notice?.contains("can be written by all users") == true)
        chmod(fixture.worktreeRoot, 0o755)
        let third = try fixture.start(3)
        #expect(third.session.worktreePath.hasPrefix(fixture.worktreeRoot + "/"))
        #expect(third.notice == nil)
        guard geteuid() == 0 else { return }
        chown(fixture.worktreeRoot, 65_534, 65_534)
        let fourth = try fixture.start(4)
        #expect(fourth.session.worktreePath.hasPrefix(fixture.dataDirectory + "/worktrees/"))
        #expect(fourth.notice?.contains("belongs to another user") == true)
    }

    @Test("worktree.root: relative, absolute, through a symbolic link")
    func root() throws {
        let fixture = try CoordinatorFixture()
        let real = fixture.gitFixture.directory.appending("real")
        Files.makeDirectories(real)
        symlink(real, fixture.gitFixture.directory.appending("link"))
        try fixture.start(1)
        let roots = [
            "trees": fixture.root + "/trees/repo", "../beside": fixture.gitFixture.directory.appending("beside/repo"),
            fixture.gitFixture.directory.appending("link"): real + "/repo",
        ]
        for (number, entry) in roots.sorted(by: { $0.key < $1.key }).enumerated() {
            let session = try fixture.start(Int32(number) + 2, overrides: ["worktree.root": entry.key])
            #expect(session.session.worktreePath.hasPrefix(entry.value + "/"))
            try Files.write(session.directory + "/new", "work")
            let released = try fixture.command().release(.id(session.session.id), reason: "test")
            #expect(released.worktree?.removed == true)
            #expect(released.worktree?.rescue != nil)
            let rescue = try #require(released.worktree?.rescue)
            #expect(try fixture.command().restoreRescue(rescue, to: nil).path == session.session.worktreePath)
        }
        // Worktrees inside the checkout do not show up in it.
        #expect(try fixture.git(["status", "--porcelain"]) == "")
        #expect(try fixture.command().worktrees().count == 3)
    }

    @Test(
        "worktree.root: no slash is doubled, as git does not double any",
        arguments: [("/", "/"), ("//", "/"), ("/nowhere//trees//", "/nowhere/trees/"), ("//nowhere/", "/nowhere/")])
    func rootSlashes(setting: String, folder: String) throws {
        let fixture = try CoordinatorFixture()
        let command = try fixture.command(overrides: ["worktree.root": setting])
        let repository = try command.repository(at: fixture.root)
        let root = try command.worktreeRoot(for: repository, settings: command.settings(for: repository))
        #expect(root == folder + FilePath.name(of: fixture.root))
    }

    @Test("worktree.base: the remote's default branch, any revision, an unknown one")
    func base() throws {
        let fixture = try CoordinatorFixture()
        let clone = fixture.gitFixture.directory.appending("clone")
        try fixture.git(["clone", "--quiet", fixture.root, clone])
        try fixture.gitFixture.commit(["local": "only here\n"], message: "local", at: clone)
        try fixture.start(1, at: clone)
        let remote = try fixture.start(2, at: clone, overrides: ["worktree.base": "default"])
        #expect(!Files.exists(remote.directory + "/local"))
        let revision = try fixture.start(3, at: clone, overrides: ["worktree.base": "HEAD"])
        #expect(Files.exists(revision.directory + "/local"))
        let error = #expect(throws: ParallelError.self) {
            try fixture.start(4, at: clone, overrides: ["worktree.base": "no such thing"])
        }
        #expect(error?.code == .checkoutInUse)
        #expect(try fixture.command().worktrees().count == 2)
        #expect(try fixture.git(["config", "--get-regexp", "branch.parallel.*"], at: clone, orEmpty: true) == "")
    }

    @Test("worktree.prefix becomes a safe name")
    func prefix() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        let second = try fixture.start(2, overrides: ["worktree.prefix": "../../ü x/-a_1"])
        let name = try #require(second.session.worktreeName)
        #expect(name.hasPrefix("a_1") || name.hasSuffix("a_1") || name.contains("-a_1"))
        #expect(second.session.worktreePath == fixture.worktreeRoot + "/" + name)
        #expect(!name.contains("/"))
    }

    @Test("a settings file of the repository: harmless settings count, others need trust")
    func repositorySettings() throws {
        let fixture = try CoordinatorFixture()
        try Files.write(
            fixture.root + "/.parallel-cc.json",
            #"{"worktree": {"prefix": "team-", "portBase": 30000, "postCreate": "echo ran > ran", "prefxi": 1}}"#)
        let second = try fixture.startInWorktree()
        #expect(second.session.worktreeName?.hasPrefix("team-") == true)
        #expect(second.portBase == 30_000)
        #expect(!Files.exists(second.directory + "/ran"))
        #expect(second.notice?.contains("worktree.postCreate ignored") == true)
        let repository = try fixture.command().repository(at: fixture.root)
        let warnings = try fixture.command().settings(for: repository).warnings
        #expect(warnings.contains { $0.contains("worktree.postCreate ignored") && $0.contains("config trust") })
        #expect(warnings.contains { $0.contains("prefxi") && $0.contains("worktree.prefix") })
        try fixture.command().trustSettings(of: repository)
        let third = try fixture.start(3)
        #expect(Files.read(third.directory + "/ran") == "ran\n")
        try Files.write(fixture.root + "/.parallel-cc.json", #"{"worktree": {"postCreate": "echo other > ran"}}"#)
        let fourth = try fixture.start(4)
        #expect(!Files.exists(fourth.directory + "/ran"))
    }

    @Test("postCreate: its environment, its failure, its time limit")
    func postCreate() throws {
        let fixture = try CoordinatorFixture()
        let overrides = [
            "worktree.postCreate": "echo \"$PARALLEL_CC_PORT_BASE $PARALLEL_CC_MAIN_CHECKOUT\" > out; false"
        ]
        let second = try fixture.startInWorktree(overrides: overrides)
        #expect(Files.read(second.directory + "/out") == "20000 \(fixture.root)\n")
        #expect(second.notice?.contains("failed with status 1") == true)
        #expect(second.session.state == .active)
        let third = try fixture.start(
            3, overrides: ["worktree.postCreate": "exec sleep 1000", "worktree.postCreateSeconds": "1"])
        #expect(third.notice?.contains("timed out") == true)
        #expect(third.portBase == 20_010)
    }

    @Test(
        "the folder of the worktrees is as closed as the main checkout, also when a worktree comes back",
        arguments: [0o700, 0o750])
    func closedFolder(mode: mode_t) throws {
        let fixture = try CoordinatorFixture()
        try #require(chmod(fixture.root, mode) == 0)
        let second = try fixture.startInWorktree()
        func expectClosed() {
            var status = stat()
            #expect(stat(fixture.worktreeRoot, &status) == 0)
            #expect(status.st_mode & 0o777 == mode)
        }
        expectClosed()
        try Files.write(second.directory + "/work", "x\n")
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        _ = try fixture.command().emptyTrash(olderThanDays: 0)
        #expect(!Files.exists(fixture.worktreeRoot))
        _ = try fixture.command().restoreRescue(try #require(released.worktree?.rescue), to: nil)
        expectClosed()
    }

    @Test(".worktreeinclude brings ignored files, symlinkDirectories links; unchanged, neither needs saving")
    func furnished() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(
            [".gitignore": ".env\nnode_modules/\nbuild/\n", ".worktreeinclude": ".env\nREADME\n"], message: "ignore")
        try Files.write(fixture.root + "/.env", "secret\n", mode: 0o600)
        try Files.write(fixture.root + "/build/big", "x\n")
        try Files.write(fixture.root + "/node_modules/package/index.js", "x\n")
        let second = try fixture.startInWorktree(
            overrides: ["worktree.symlinkDirectories": "node_modules"])
        #expect(Files.read(second.directory + "/.env") == "secret\n")
        #expect(!Files.exists(second.directory + "/build"))
        #expect(Files.read(second.directory + "/node_modules/package/index.js") == "x\n")
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
        #expect(released.worktree?.rescue == nil)
        #expect(Files.read(fixture.root + "/node_modules/package/index.js") == "x\n")
    }

    @Test(".worktreeinclude brings links, which lead where they led; what it leaves out is said; nothing needs saving")
    func includedLinks() throws {
        let fixture = try CoordinatorFixture()
        let patterns = "modules/\n*.link\nnested/\n"
        try fixture.gitFixture.commit(
            [".gitignore": patterns + "left/\n", ".worktreeinclude": patterns], message: "ignore")
        try Files.write(fixture.root + "/modules/tool/cli", "tool\n")
        try Files.write(fixture.root + "/left/out", "out\n")
        try fixture.git(["init", "-q", "nested/repository"])
        let links = [
            "modules/bin": "tool/cli", "modules/folder": "tool", "dangling.link": "nothing", "out.link": "left/out",
            "outside.link": "../repo-notes", "absolute.link": "/etc",
        ]
        for (name, target) in links { try #require(symlink(target, fixture.root + "/" + name) == 0) }
        let second = try fixture.startInWorktree()
        let place = { (name: String) in Files.target(second.directory + "/" + name) }
        for name in ["modules/bin", "modules/folder", "dangling.link", "out.link", "absolute.link"] {
            #expect(place(name) == links[name])
        }
        #expect(place("outside.link") == fixture.root + "/../repo-notes")
        #expect(Files.read(second.directory + "/modules/folder/cli") == "tool\n")
        let notice = try #require(second.notice)
        #expect(notice.contains("out.link"))
        #expect(notice.contains("nested/repository"))
        #expect(!notice.contains("dangling.link"))
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
        #expect(released.worktree?.rescue == nil)
    }

    private static let otherFileSystem = "/dev/shm"

    private static var hasOtherFileSystem: Bool {
        var one = stat()
        var other = stat()
        return stat("/tmp", &one) == 0 && stat(otherFileSystem, &other) == 0 && one.st_dev != other.st_dev
            && access(otherFileSystem, W_OK) == 0
    }

    @Test(
        ".worktreeinclude also brings files onto another file system",
        .enabled(if: hasOtherFileSystem, "/dev/shm is no file system of its own"))
    func includedAcrossFileSystems() throws {
        var template = Array("\(Self.otherFileSystem)/parallel-cc-test-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        let root = String(cString: made)
        defer { TemporaryDirectory.remove(root) }
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.env\n", ".worktreeinclude": "*.env\n"], message: "ignore")
        let large = [UInt8](repeating: 7, count: 300_000)
        try Files.write(fixture.root + "/large.env", bytes: large, mode: 0o600)
        try Files.write(fixture.root + "/empty.env", "")
        let second = try fixture.startInWorktree(overrides: ["worktree.root": root])
        #expect(second.notice == nil)
        #expect(second.directory.hasPrefix(root))
        #expect(Files.bytes(second.directory + "/large.env") == large)
        #expect(Files.bytes(second.directory + "/empty.env")?.isEmpty == true)
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
        #expect(released.worktree?.rescue == nil)
    }

    @Test("what .worktreeinclude names and cannot be brought is said, and stands in nobody's way")
    func includedInVain() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".worktreeinclude": "*.env\n", "conf": "a file\n"], message: "first")
        try fixture.gitFixture.commit([".gitignore": "*.env\nconf/\n"], message: "ignore")
        try fixture.git(["rm", "-q", "--cached", "conf"])
        unlink(fixture.root + "/conf")
        try Files.write(fixture.root + "/conf/one.env", "1\n")
        try Files.write(fixture.root + "/two.env", "2\n")
        let second = try fixture.startInWorktree()
        #expect(second.session.state == .active)
        #expect(Files.read(second.directory + "/conf") == "a file\n")
        #expect(Files.read(second.directory + "/two.env") == "2\n")
        #expect(second.notice?.contains(".worktreeinclude: ") == true)
        #expect(second.notice?.contains("conf") == true)
    }

    @Test("symlinkDirectories never lead out of the repository")
    func strangeLinks() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree(overrides: ["worktree.symlinkDirectories": "../data"])
        #expect(second.notice?.contains("../data") == true)
        #expect(try fixture.git(["status", "--porcelain"], at: second.directory) == "")
    }
}
