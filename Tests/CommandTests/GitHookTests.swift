import ClaudeCode
import Exec
import Glibc
import JSON
import TestSupport
import Testing

/// `install --git-hooks`, and what git then does.
struct GitHookTests {
    private let two: TwoSessions
    private var hooks: String { two.main + "/.git/hooks" }

    init() throws { two = try TwoSessions() }

    private func install(_ words: String..., at directory: String? = nil) throws -> JSONValue {
        try two.fixture.run(["install", "--git-hooks", "--json"] + words, at: directory ?? two.main).json()
    }

    /// Runs git as a person at a prompt, or in a session's Bash.
    private func git(_ line: String, at directory: String, session: String? = nil) throws -> Answer {
        two.fixture.environment["PARALLEL_CC_SESSION_ID"] = session
        return try two.fixture.shell("cd '\(directory)' && \(line)")
    }

    private func write(_ name: String, _ text: String = "x\n", at directory: String) throws {
        try Files.write(directory + "/" + name, text)
        try two.fixture.git.git(["add", "-A"], at: directory)
    }

    @Test func `a commit of what another session has claimed is stopped, its own is not`() throws {
        #expect(try install()["success"]?.bool == true)
        try two.take("--file", "src/", "--reason", "refactoring", by: two.first)
        try write("src/a \"ü\"\nb", at: two.worktree)
        let stopped = try git("git commit -m x", at: two.worktree, session: two.second)
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("session \(two.first)"))
        #expect(stopped.errors.contains("refactoring"))
        // How to go on all the same is for people.
        #expect(stopped.errors.contains("src/a"))
        #expect(!stopped.errors.contains("--no-verify"))
        #expect(try git("git commit -q --no-verify -m x", at: two.worktree, session: two.second).status == 0)
        try write("other", at: two.worktree)
        #expect(try git("git commit -q -m y", at: two.worktree, session: two.second).status == 0)
        // The holder, and a person in the holder's tree.
        for (number, session) in [two.first, nil].enumerated() {
            try write("src/b\(number)", at: two.main)
            #expect(try git("git commit -q -m z", at: two.main, session: session).status == 0)
        }
        // A person in another tree is no holder.
        try write("src/c", at: two.worktree)
        let person = try git("git commit -q -m z", at: two.worktree)
        #expect(person.status == 1)
        #expect(person.errors.contains("git commit --no-verify"))
        two.firstProcess.end()
        #expect(try git("git commit -q -m z", at: two.worktree).status == 0)
    }

    @Test func `only what is committed counts: paths, amends, merges`() throws {
        _ = try install()
        try write("claimed", "1\n", at: two.main)
        try write("shared", "1\n", at: two.main)
        try two.fixture.git.git(["commit", "-q", "-m", "base"], at: two.main)
        try two.fixture.git.git(["merge", "-q", "main"], at: two.worktree)
        try two.take("--file", "claimed", by: two.first)
        try write("claimed", "2\n", at: two.worktree)
        try write("free", at: two.worktree)
        #expect(try git("git commit -q -m x free", at: two.worktree).status == 0)
        #expect(try git("git commit -q -m x claimed", at: two.worktree).status == 1)
        #expect(try git("git commit -q -m x", at: two.worktree).status == 1)
        try two.fixture.git.git(["reset", "-q", "--hard"], at: two.worktree)
        // A merge brings the holder's own commit; what conflicted was solved by hand.
        try write("shared", "theirs\n", at: two.worktree)
        #expect(try git("git commit -q -m theirs", at: two.worktree).status == 0)
        try write("shared", "ours\n", at: two.main)
        try write("claimed", "3\n", at: two.main)
        #expect(try git("git commit -q -m ours", at: two.main).status == 0)
        #expect(try git("git merge -q main", at: two.worktree).status == 1)
        try write("shared", "both\n", at: two.worktree)
        #expect(try git("git commit -q -m merged", at: two.worktree).status == 0)
    }

    @Test func `a push of what was committed since it was claimed is stopped`() throws {
        let remote = two.fixture.git.directory.appending("remote.git")
        try two.fixture.git.git(["init", "-q", "--bare", remote], at: two.main)
        try two.fixture.git.git(["remote", "add", "origin", remote], at: two.main)
        _ = try install()
        try write("a", at: two.worktree)
        try two.fixture.git.git(["commit", "-q", "-m", "old"], at: two.worktree)
        #expect(try git("git push -q origin HEAD:refs/heads/one", at: two.worktree).status == 0)
        try two.take("--file", "a", by: two.first)
        // It is there already.
        #expect(try git("git push -q origin HEAD:refs/heads/two", at: two.worktree).status == 0)
        try write("a", "changed\n", at: two.worktree)
        try two.fixture.git.git(["commit", "-q", "--no-verify", "-m", "new"], at: two.worktree)
        let stopped = try git("git push -q origin HEAD:refs/heads/one", at: two.worktree)
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("session \(two.first)"))
        #expect(stopped.errors.contains("git push --no-verify"))
        #expect(try git("git push -q origin :refs/heads/two", at: two.worktree).status == 0)
        #expect(try git("git push -q --no-verify origin HEAD:refs/heads/one", at: two.worktree).status == 0)
    }

    @Test func `where repositories lie in one another, each one's mode is for its own claims`() throws {
        let library = try GitFixture()
        try two.fixture.git.git(["submodule", "--quiet", "add", library.root, "lib"], at: two.worktree)
        let inner = two.worktree + "/lib"
        try two.fixture.run(["install", "--git-hooks"], at: inner)
        try two.take("--file", two.worktree + "/lib/a", by: two.first)
        try write("a", at: inner)
        try two.fixture.run("config", "set", "guard.mode", "off")
        for (outer, status) in [("off", 0), ("warn", 1)] {
            try Files.write(inner + "/.parallel-cc.json", #"{"guard.mode": "off"}"#)
            try Files.write(two.main + "/.parallel-cc.json", #"{"guard.mode": "\#(outer)"}"#)
            #expect(try git("git commit -q -m \(outer) a", at: inner, session: two.second).status == status)
            try write("a", "\(outer)\n", at: inner)
        }
    }

    @Test func `hooks that were there run first, with input, arguments and status, and come back as they were`() throws
    {
        Files.makeDirectories(hooks)
        let log = two.fixture.git.directory.appending("log")
        let push = "#!/bin/sh\necho \"push $* $(cat)\" >>'\(log)'\n[ ! -e '\(log).fail' ] || exit 7\n"
        try Files.writeProgram(hooks + "/pre-push", push)
        let target = two.fixture.git.directory.appending("commit-hook")
        try Files.write(target, "#!/bin/sh\necho commit >>'\(log)'\n[ ! -e '\(log).fail' ] || exit 7\n", mode: 0o700)
        symlink(target, hooks + "/pre-commit")
        let before = Files.snapshot(hooks)
        _ = try install()
        try write("a", at: two.main)
        #expect(try git("git commit -q -m a", at: two.main).status == 0)
        let remote = two.fixture.git.directory.appending("remote.git")
        try two.fixture.git.git(["init", "-q", "--bare", remote], at: two.main)
        #expect(try git("git push -q '\(remote)' main", at: two.main).status == 0)
        let said = try #require(Files.read(log))
        #expect(said.hasPrefix("commit\npush \(remote) \(remote) refs/heads/main "))
        try Files.write(log + ".fail", "")
        try write("b", at: two.main)
        #expect(try git(".git/hooks/pre-commit", at: two.main).status == 7)
        #expect(try git(".git/hooks/pre-push </dev/null", at: two.main).status == 7)
        #expect(try install()["alreadyInstalled"]?.bool == true)
        #expect(try install("--uninstall")["success"]?.bool == true)
        #expect(Files.snapshot(hooks) == before)
        #expect(try install("--uninstall")["alreadyInstalled"]?.bool == true)
    }

    @Test func `whatever fails on our side, git goes on`() throws {
        _ = try install()
        try two.take("--file", "a", by: two.first)
        try write("a", at: two.worktree)
        let program = two.fixture.bin + "/parallel-cc"
        rename(program, program + ".away")
        #expect(try git("git commit -q -m one", at: two.worktree).status == 0)
        for script in ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nkill -9 $$\n", "no program"] {
            try Files.writeProgram(program, script)
            #expect(try git("git commit -q --allow-empty -m two", at: two.worktree).status == 0)
        }
        unlink(program)
        rename(program + ".away", program)
        for suffix in ["-wal", "-shm"] { unlink(two.fixture.data + "/coordinator.db" + suffix) }
        try Files.write(two.fixture.data + "/coordinator.db", "no database")
        try write("a", "y", at: two.worktree)
        let answer = try git("git commit -q -m three", at: two.worktree)
        #expect(answer.status == 0)
        #expect(answer.errors.contains("claims were not checked"))
    }

    @Test func `with the guard off, or from a mere intent, nothing is stopped`() throws {
        _ = try install()
        try two.take("--file", "a", by: two.first)
        try two.take("--file", "b", "--mode", "SHARED", by: two.first)
        try two.take("--file", "c", "--mode", "INTENT", by: two.first)
        try write("b", at: two.worktree)
        try write("c", at: two.worktree)
        #expect(try git("git commit -q -m bc", at: two.worktree).status == 0)
        try write("a", at: two.worktree)
        #expect(try git("git commit -q -m a", at: two.worktree).status == 1)
        try two.fixture.run("config", "set", "guard.mode", "off")
        #expect(try git("git commit -q -m a", at: two.worktree).status == 0)
    }

    @Test(arguments: [true, false]) func `what the user has written into our hook stays`(_ isChained: Bool) throws {
        if isChained { try Files.write(hooks + "/pre-commit", "#!/bin/sh\necho former\n", mode: 0o755) }
        _ = try install()
        let edited = try #require(Files.read(hooks + "/pre-commit")).replacing("exit 0\n", with: "echo MINE; exit 0\n")
        try Files.write(hooks + "/pre-commit", edited, mode: 0o755)
        #expect("\(try install())".contains("was edited") && Files.read(hooks + "/pre-commit") == edited)
        for number in ["", ".2"] {
            let name = "/pre-commit.parallel-cc-edited" + number
            let told = try two.fixture.run("install", "--git-hooks", "--uninstall", at: two.main)
            #expect(told.errors.contains("stays as \(hooks)\(name)"), "\(told.text) \(told.errors)")
            #expect(Files.read(hooks + name) == edited)
            #expect(Files.read(hooks + "/pre-commit") == (isChained ? "#!/bin/sh\necho former\n" : nil))
            _ = try install()
            try Files.write(hooks + "/pre-commit", edited, mode: 0o755)
        }
    }

    @Test func `a directory in the place of a hook stays`() throws {
        Files.makeDirectories(hooks + "/pre-commit")
        let answer = try install()
        #expect(answer["success"]?.bool == false)
        #expect(answer["error"]?.string?.contains("a directory lies in the place of the hook") == true, "\(answer)")
        #expect(!Files.exists(hooks + "/pre-push"))
        #expect(Files.exists(hooks + "/pre-commit"))
    }

    @Test func `hooks of others are not ours to change`() throws {
        for place in ["/elsewhere/hooks", ".husky/_", two.fixture.home + "/hooks"] {
            try two.fixture.git.git(["config", "core.hooksPath", place], at: two.main)
            let answer = try install()
            #expect(answer["success"]?.bool == false, "\(place)")
            #expect(answer["hint"]?.string?.contains("parallel-cc hook pre-commit") == true)
        }
        #expect(!Files.exists(two.main + "/.husky"))
        try two.fixture.git.git(["config", "core.hooksPath", ".git/own"], at: two.main)
        #expect(try install()["success"]?.bool == true)
        #expect(Files.exists(two.main + "/.git/own/pre-push"))
        #expect(try install(at: "/")["success"]?.bool == false)
    }

    @Test func `what is installed is shown, and everything goes from everywhere`() throws {
        let plan = try two.fixture.run("install", "--git-hooks", "--dry-run", at: two.worktree)
        #expect(plan.text.contains("would create \(hooks)/pre-commit"))
        #expect(!Files.exists(hooks + "/pre-commit"))
        _ = try install(at: two.worktree)
        let status = try two.fixture.run("install", "--status", "--json", at: two.main).json()
        #expect(status.at("gitHooks", "installed")?.bool == true)
        #expect(status.at("gitHooks", "outdated")?.bool == false)
        // One of ours for a program elsewhere is replaced.
        let present = try #require(Files.read(hooks + "/pre-commit"))
        try Files.writeProgram(hooks + "/pre-commit", present.replacing("program=/", with: "program=/elsewhere/"))
        #expect(
            try two.fixture.run("install", "--status", "--json", at: two.main).json().at("gitHooks", "outdated")?.bool
                == true)
        #expect(try install().at("changes", "0", "kind")?.string == "create")
        // Another program puts its own in front.
        try Files.writeProgram(hooks + "/pre-commit", "#!/bin/sh\ntrue\n")
        #expect(try two.fixture.run("install", "--uninstall", "--json", at: two.fixture.home).status == 0)
        #expect(!Files.exists(hooks + "/pre-push"))
        #expect(Files.read(hooks + "/pre-commit") == "#!/bin/sh\ntrue\n")
    }
}
