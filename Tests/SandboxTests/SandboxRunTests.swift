import Exec
import Files
import JSON
import Sandbox
import TestSupport
import Testing

/// `parallel-cc sandbox` on a real dockerd, with the real runner in a container.
@Suite(.enabled(if: PrivateDockerd.isPossible, SandboxFixture.isMissing), .timeLimit(.minutes(5)))
struct SandboxRunTests {
    private static let work = """
        echo made > new.txt; rm gone.txt; chmod +x kept.txt; mkdir 'a b'; printf '\\001\\377' > "a b/bin"
        ln -s new.txt link
        """

    private func document(_ result: CommandResult) throws -> JSONValue {
        try #require(try JSONDocument(result.output, name: "answer").value(), "\(result.errorText)")
    }

    @Test func `uncommitted work goes in, and the result is a worktree without a commit`() throws {
        let fixture = try SandboxFixture(claude: Self.work + "\ncat draft.txt >> new.txt; finish")
        try fixture.git.commit(["kept.txt": "kept\n", "gone.txt": "gone\n"], message: "two")
        try TestSupport.Files.write(fixture.git.root + "/draft.txt", "a draft\n")
        let answer = try fixture.run()
        #expect(answer.status == .exited(0), "\(answer.errorText)")
        let task = try document(answer)
        #expect(task["status"]?.string == "completed")
        #expect(task["sandboxId"] == .null)
        let worktree = try #require(task["worktreePath"]?.string)
        #expect(Files.read(worktree + "/new.txt") == "made\na draft\n")
        #expect(Files.read(worktree + "/a b/bin").map { Array($0.utf8) } != nil)
        #expect(Files.read(worktree + "/link") == "made\na draft\n")
        let status = try fixture.git.git(["-C", worktree, "status", "--porcelain", "-uall"])
        #expect(
            Set(status.split(separator: "\n").map(String.init)) == [
                " D gone.txt", " M kept.txt", "?? \"a b/bin\"", "?? draft.txt", "?? link", "?? new.txt",
            ])
        #expect(Files.read(fixture.git.root + "/gone.txt") == "gone\n")
        #expect(try fixture.git.git(["log", "-1", "--format=%s"]).hasPrefix("two"))
    }

    @Test func `a file that only its owner may read stays at home`() throws {
        let fixture = try SandboxFixture(claude: "ls -a > seen; finish")
        let root = fixture.git.root
        try TestSupport.Files.write(root + "/secret.txt", "hidden\n", mode: 0o600)
        try TestSupport.Files.write(root + "/draft.txt", "a draft\n")
        let worktree = try #require(try document(fixture.run())["worktreePath"]?.string)
        let seen = try #require(Files.read(worktree + "/seen"))
        #expect(seen.contains("draft.txt"))
        #expect(!seen.contains("secret.txt"))
        #expect(Files.read(root + "/secret.txt") == "hidden\n")
        let blob = try fixture.git.git(["hash-object", "secret.txt"])
        #expect(throws: FixtureError.self) { try fixture.git.git(["cat-file", "-e", blob]) }
    }

    @Test func `with a branch the work is a commit on it, behind those that were made inside`() throws {
        let fixture = try SandboxFixture(
            claude: "echo a > a.txt; git add a.txt; git commit -qm 'Inside'; echo b > b.txt; finish")
        let task = try document(fixture.run("--branch", "task/one"))
        #expect(task["branch"]?.string == "task/one")
        let log = try fixture.git.git(["log", "--format=%s", "main..task/one"])
        #expect(log == "Task: do it\nInside")
        #expect(try fixture.git.git(["ls-tree", "--name-only", "task/one", "a.txt", "b.txt"]) == "a.txt\nb.txt")
    }

    @Test func `a branch that was made meanwhile stays, and the work has another`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; while :; do sleep 1; done")
        let child = try fixture.start("--branch", "task/same", until: "s1")
        try fixture.git.git(["branch", "task/same"])
        let id = try #require(try fixture.task()["sessionId"]?.string)
        _ = try fixture.sandbox(["kill", id])
        _ = fixture.end(of: child)
        #expect(try fixture.task()["branch"]?.string == "task/same-2")
        #expect(try fixture.git.git(["show", "task/same-2:half.txt"]) == "half")
        #expect(try fixture.git.git(["rev-parse", "task/same"]) == fixture.git.git(["rev-parse", "main"]))
    }

    @Test func `a task that fails says why, and its work comes home`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; echo broken >&2; exit 3")
        let answer = try fixture.run()
        #expect(answer.status == .exited(1))
        let task = try document(answer)
        #expect(task["status"]?.string == "failed")
        #expect(task["exitCode"]?.integer(Int.self) == 3)
        let worktree = try #require(task["worktreePath"]?.string)
        #expect(Files.read(worktree + "/half.txt") == "half\n")
    }

    @Test func `a task that changes nothing leaves no worktree`() throws {
        let fixture = try SandboxFixture(claude: "finish")
        let task = try document(fixture.run())
        #expect(task["status"]?.string == "completed")
        #expect(task["worktreePath"] == .null)
        #expect(try fixture.git.git(["worktree", "list"]).split(separator: "\n").count == 1)
    }

    @Test func `in a repository without a commit the work is named where it is`() throws {
        let fixture = try SandboxFixture(claude: "echo made > new.txt; finish", commit: false)
        let task = try document(fixture.run())
        #expect(task["status"]?.string == "completed")
        #expect(task["worktreePath"] == .null)
        let id = try #require(task["sessionId"]?.string)
        let reference = "refs/parallel-cc/tasks/\(id)/result"
        #expect(task["error"]?.string?.contains(reference) == true)
        #expect(try fixture.git.git(["show", reference + ":new.txt"]) == "made")
    }

    @Test func `a commit that is made in a repository without one comes home`() throws {
        let fixture = try SandboxFixture(
            claude: "echo a > a.txt; git add a.txt; git commit -qm First; finish", commit: false)
        let task = try document(fixture.run("--branch", "task/first"))
        #expect(task["worktreePath"]?.string != nil, "\(task)")
        #expect(try fixture.git.git(["show", "task/first:a.txt"]) == "a")
    }

    @Test func `a task is asked to end at its time, and its work comes home`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; while :; do sleep 1; done")
        let task = try document(fixture.run("--timeout", "3s"))
        #expect(task["status"]?.string == "timed-out")
        let worktree = try #require(task["worktreePath"]?.string)
        #expect(Files.read(worktree + "/half.txt") == "half\n")
    }

    @Test func `no network, no capability, no root and no way to write outside of the work`() throws {
        let fixture = try SandboxFixture(
            claude: """
                id -u > who; grep CapEff /proc/self/status > caps; ls /sys/class/net > nets
                touch /bin/x 2> root; ls /var/run/docker.sock 2>> root; env | grep -c sk-ant > keys; finish
                """)
        let task = try document(fixture.run())
        let worktree = try #require(task["worktreePath"]?.string)
        #expect(Files.read(worktree + "/who") == "10001\n")
        #expect(Files.read(worktree + "/caps") == "CapEff:\t0000000000000000\n")
        #expect(Files.read(worktree + "/nets") == "lo\n")
        #expect(Files.read(worktree + "/root")?.contains("Read-only file system") == true)
        #expect(Files.read(worktree + "/keys") == "0\n")
    }

    @Test func `what a task leaves behind runs nothing on the host, and leads no write out of the worktree`() throws {
        let marks = TemporaryDirectory()
        let mark = "touch \(marks.appending("ran"))"
        let fixture = try SandboxFixture(
            claude: """
                for hook in post-checkout post-commit post-index-change reference-transaction; do
                    printf '#!/bin/sh\\n\(mark)\\n' > .git/hooks/$hook; chmod +x .git/hooks/$hook
                done
                git config filter.own.smudge '\(mark); cat'; git config filter.own.clean '\(mark); cat'
                git config core.fsmonitor '\(mark)'; git config core.hooksPath .git/hooks
                echo '*.txt filter=own' > .gitattributes; echo text > a.txt
                ln -s \(marks.path) outside; ln -s ../../../.. up
                finish
                """)
        let task = try document(fixture.run("--branch", "task/odd"))
        #expect(task["status"]?.string == "completed", "\(task)")
        let worktree = try #require(task["worktreePath"]?.string)
        #expect(Files.read(worktree + "/a.txt") == "text\n")
        try fixture.git.git(["-C", worktree, "status"])
        _ = try fixture.sandbox(["download", try #require(task["sessionId"]?.string), "--output", "out"])
        #expect(Files.read(fixture.git.root + "/out/a.txt") == "text\n")
        #expect(DirectoryNames.list(marks.path).isEmpty)
    }

    @Test func `files that git takes for an attack stay in the sandbox, and that is said`() throws {
        let fixture = try SandboxFixture(
            claude: """
                printf '[submodule "s"]\\n\\tpath = s\\n\\turl = ./s\\n\\tupdate = !true\\n' > .gitmodules; finish
                """)
        let answer = try fixture.run("--branch", "task/odd")
        #expect(answer.status == .exited(1))
        let task = try document(answer)
        #expect(task["success"] == .bool(false))
        #expect(task["error"]?.string?.contains("in its sandbox alone") == true)
        #expect(task["error"]?.string?.contains("gitmodulesUpdate") == true)
        let sandbox = try #require(task["sandboxId"]?.string)
        #expect(try fixture.backend().status(sandbox)?.state == .ended)
        #expect(try fixture.git.git(["branch", "--list", "task/*"]).isEmpty)
    }

    @Test func `a task whose run was killed is found again`() throws {
        let fixture = try SandboxFixture(claude: "echo half > half.txt; while :; do sleep 1; done")
        let child = try fixture.start(until: "s1")
        child.signalGroup(9)
        _ = fixture.end(of: child)
        let task = try fixture.task()
        #expect(task["status"]?.string == "running")
        #expect(task["isDriven"] == .bool(false))
        let id = try #require(task["sessionId"]?.string)
        _ = try fixture.sandbox(["kill", id])
        let answer = try fixture.sandbox(["download", id, "--output", "out", "--json"])
        #expect(try document(answer)["status"]?.string == "cancelled")
        #expect(Files.read(fixture.git.root + "/out/half.txt") == "half\n")
        let worktree = try #require(try document(answer)["worktreePath"]?.string)
        #expect(Files.read(worktree + "/half.txt") == "half\n")
        #expect(try fixture.task()["sandboxId"] == .null)
    }

    @Test func `what cannot be leaves no task behind`() throws {
        let fixture = try SandboxFixture(claude: "finish")
        let missing = try fixture.sandbox(["run", "--image", "no-such-image", "--prompt", "x", "--json"])
        #expect(missing.status == .exited(1))
        #expect(try document(missing)["code"]?.string == "image-missing")
        for arguments in [
            ["--prompt", ""], [], ["--prompt", "x", "--memory", "much"], ["--prompt", "x", "--branch", "a..b"],
        ] {
            #expect(try fixture.sandbox(["run"] + arguments).status == .exited(64), "\(arguments)")
        }
        #expect(try document(fixture.sandbox(["list", "--json"]))["total"]?.integer(Int.self) == 0)
    }
}
