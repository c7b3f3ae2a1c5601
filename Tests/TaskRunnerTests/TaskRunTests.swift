import Exec
import Files
import GitKit
import GitProgram
import Glibc
import TaskProtocol
import TestSupport
import Testing

@testable import TaskRunner

/// The built runner with a stand-in for claude: the ways through a task that go well.
struct TaskRunTests {
    private let fixture: TaskFixture

    init() throws { fixture = try TaskFixture() }

    @Test func `everything that claude does comes out`() throws {
        try fixture.source.commit(
            ["a.txt": "one\n", "gone.txt": "x\n", "old name": "1\n2\n3\n4\n", "run.sh": "#!/bin/sh\n"], message: "Files"
        )
        try fixture.handIn()
        let status = try fixture.run(
            #"""
            echo two >a.txt; rm gone.txt; git mv 'old name' 'new name'; chmod +x run.sh; git commit -qam work
            printf '\000\001\377' >binary; ln -s nowhere link; printf x >"$(printf 'line\nbreak')"; echo x >./-x
            echo x >"$(printf 'latin-\344')"; mkdir -p 'a b/ü'; echo deep >'a b/ü/deep'
            echo staged >staged; git add staged; echo more >>staged; umask 077; echo secret >secret; echo three >a.txt
            """#)
        #expect(status == 0)
        let end = try fixture.end()
        #expect(
            end
                == TaskEnd(
                    state: .completed, exitStatus: 0, result: "All done.", costUSD: 0.5, turns: 3))
        let received = try Received(fixture)
        let author = try received.git.line(["log", "-1", "--format=%an %ae %s", "\(received.snapshot.commit)^1", "--"])
        #expect(author == "Jo jo@example.invalid work")
        try received.restore()
        #expect(Files.snapshot(received.root) == Files.snapshot(fixture.workspace))
        #expect(try received.git.line(["show", ":staged"]) == "staged")
        #expect(fixture.warnings == [])
        #expect(Files.snapshot(received.root)["secret"] != nil)
    }

    @Test func `the checkout is as the source was, what is staged, unstaged, untracked and deleted included`() throws {
        try fixture.source.commit(["a.txt": "one\n", "gone.txt": "x\n", "tool": "#!/bin/sh\n"], message: "Files")
        let root = fixture.source.root
        try Files.write(root + "/a.txt", "staged\n")
        try fixture.source.git(["add", "a.txt"])
        try Files.write(root + "/a.txt", "unstaged\n")
        unlink(root + "/gone.txt")
        chmod(root + "/tool", 0o755)
        symlink("a.txt", root + "/link")
        try Files.write(root + "/secret", "s\n", mode: 0o600)
        try fixture.handIn()
        let status = try fixture.source.git(["status", "--porcelain"])
        try fixture.run(#"git status --porcelain >"$HOME/status"; git symbolic-ref HEAD >"$HOME/head""#)
        #expect(Files.read(fixture.environment["HOME"]! + "/status") == status + "\n")
        #expect(Files.read(fixture.environment["HOME"]! + "/head") == "refs/heads/main\n")
        #expect(Files.snapshot(fixture.workspace) == Files.snapshot(root))
        var mode = stat()
        #expect(lstat(fixture.workspace + "/secret", &mode) == 0 && mode.st_mode & 0o777 == 0o600)
    }

    @Test(arguments: ["sha1", "sha256"]) func `a repository without a commit works`(_ format: String) throws {
        let fixture = try TaskFixture(["--object-format=\(format)"], commit: false)
        try Files.write(fixture.source.root + "/untracked", "u\n")
        try fixture.handIn()
        #expect(try fixture.run("git add untracked; git commit -qm First; echo new >new") == 0)
        let received = try Received(fixture)
        #expect(try received.content("untracked") == "u\n")
        #expect(try received.content("new") == "new\n")
    }

    @Test func `a repository with nothing at all works`() throws {
        let fixture = try TaskFixture(commit: false)
        try fixture.handIn()
        #expect(try fixture.run("echo new >new") == 0)
        #expect(try Received(fixture).content("new") == "new\n")
    }

    @Test func `a shallow history ends where it ended, and grows`() throws {
        try fixture.source.commit(["a.txt": "one\n"], message: "Second")
        let border = try fixture.source.git(["rev-parse", "HEAD"])
        try fixture.source.commit(["a.txt": "two\n"], message: "Third")
        try Files.write(fixture.source.root + "/.git/shallow", border + "\n")
        fixture.order.source.shallow = [border]
        try fixture.handIn()
        #expect(try fixture.run("git log --format=%s >log; echo four >a.txt; git commit -qam Fourth") == 0)
        #expect(Files.read(fixture.workspace + "/log") == "Third\nSecond\n")
        let received = try Received(fixture)
        #expect(try received.content("a.txt") == "four\n")
    }

    @Test func `HEAD may be detached`() throws {
        try fixture.source.git(["checkout", "--quiet", "--detach"])
        try fixture.handIn()
        #expect(try fixture.run("git symbolic-ref -q HEAD && exit 3; echo x >x") == 0)
        #expect(try Received(fixture).manifest().branch == nil)
    }

    @Test func `the prompt comes over standard input and not as an argument`() throws {
        fixture.order.prompt = "--help\n'\"$(exit 3)\u{1F600} " + String(repeating: "long ", count: 100_000)
        try fixture.handIn()
        #expect(
            try fixture.run(#"printf %s "$prompt" >"$HOME/prompt"; tr '\0' ' ' </proc/$$/cmdline >"$HOME/words""#) == 0)
        let words = String(fixture.order.prompt.reversed().drop(while: \.isWhitespace).reversed())
        #expect(Files.read(fixture.environment["HOME"]! + "/prompt")?.hasPrefix(words) == true)
        #expect(Files.read(fixture.environment["HOME"]! + "/words")?.contains("long") == false)
    }

    @Test func `lines of megabytes do not keep the result back`() throws {
        try fixture.handIn()
        let status = try fixture.run(
            """
            printf '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"'
            head -c 8000000 /dev/zero | tr '\\0' x; echo '"}]}}'; head -c 3000000 /dev/zero | tr '\\0' y; echo
            """)
        #expect(status == 0)
        #expect(try fixture.end().turns == 3)
        #expect(try #require(Files.bytes(fixture.folder.transcript)).count > 11_000_000)
    }

    /// As in an image: another user than root, whom permissions hold back.
    @Test(.enabled(if: geteuid() == 0)) func `files that nobody else may read come out, and closed ones`() throws {
        try fixture.handIn()
        let home = try #require(fixture.environment["HOME"])
        try Files.writeProgram(
            fixture.claude,
            StandIn.script("echo s >secret; chmod 600 secret; mkdir d; echo c >d/closed; chmod 0 d/closed d"))
        for path in [fixture.directory.path, fixture.folder.path, home] { chown(path, 10_001, 10_001) }
        chmod(fixture.source.directory.path, 0o755)
        var command = fixture.command
        command.arguments =
            ["--reuid=10001", "--regid=10001", "--clear-groups", command.executable] + command.arguments
        command.executable = "setpriv"
        #expect(try Spawner.run(command).status == .exited(0))
        let received = try Received(fixture)
        #expect(try received.content("secret") == "s\n")
        #expect(try received.content("d/closed") == "c\n")
        #expect(fixture.warnings == ["made readable: d, d/closed"])
    }

    @Test(.enabled(if: geteuid() == 0)) func `git works in a workspace whose directory is another user's`() throws {
        fixture.order.setupCommands = ["git status >status"]
        try fixture.handIn()
        Files.makeDirectories(fixture.workspace)
        chown(fixture.workspace, 65_534, 65_534)
        #expect(try fixture.run("git add --all && git commit -qm Work || kill $$") == 0)
        #expect(try Received(fixture).snapshot.references["refs/heads/main"] != fixture.order.source.head)
    }

    @Test func `setup commands run in the checkout before claude, with the variables of the order`() throws {
        fixture.order.setupCommands = ["echo from setup; pwd >setup", #"echo "$NAME" >name"#]
        fixture.order.environment = ["NAME": "va lue"]
        try fixture.handIn()
        #expect(try fixture.run(#"cat setup name >both; echo "$NAME" >>both"#) == 0)
        #expect(Files.read(fixture.workspace + "/both") == "\(fixture.workspace)\nva lue\nva lue\n")
        #expect(Files.read(fixture.folder.errors)?.hasPrefix("from setup\n") == true)
    }

    @Test func `snapshots are taken while claude works, and again only for what has changed`() throws {
        fixture.order.snapshotSeconds = 1
        try fixture.handIn()
        let child = try fixture.start(
            #"""
            await() { until [ -e "$HOME/$1" ]; do sleep 0.05; done; }
            echo one >one; await second; echo two >two; await go
            """#)
        let home = try #require(fixture.environment["HOME"])
        try fixture.until("the first snapshots") { fixture.snapshots.count >= 2 }
        #expect(fixture.snapshots.compactMap(\.pack) == [1])
        #expect(try Received(fixture).content("one") == "one\n")
        try Files.write(home + "/second", "")
        try fixture.until("the second pack") { fixture.snapshots.contains { $0.pack == 2 } }
        try Files.write(home + "/go", "")
        #expect(child.wait(milliseconds: 30_000) == .exited(0))
        #expect(fixture.snapshots.compactMap(\.pack) == [1, 2])
        #expect(try Received(fixture).content("two") == "two\n")
        #expect(fixture.snapshots.last?.files == 2)
    }

    @Test(arguments: 1...6) func `random trees come out as they went in`(_ seed: UInt64) throws {
        let root = fixture.source.root
        var work = GeneratedWork(root: root, random: SplitMix64(seed: seed))
        try work.start()
        try fixture.source.git(["add", "--all"])
        try fixture.source.git(["commit", "--quiet", "-m", "Start"])
        try work.act(15)
        try fixture.source.git(["add", "--all", "src"].filter { $0 != "src" || Files.exists(root + "/src") })
        try work.act(15)
        try fixture.handIn()
        let before = Files.snapshot(root)
        #expect(try fixture.run("git status --porcelain -z >\"$HOME/status\"") == 0)
        #expect(Files.snapshot(fixture.workspace) == before)
        let received = try Received(fixture)
        try received.restore()
        #expect(Files.snapshot(received.root) == before)
        let status = try fixture.source.git(["status", "--porcelain", "-z"])
        #expect(Files.read(fixture.environment["HOME"]! + "/status") == status)
    }
}
