import CommandLineKit
import Testing

@Suite struct ParsingTests {
    @Test(arguments: [
        (["--repo", "/a b/c\nd"], "/a b/c\nd"),
        (["--repo=/ä/日本"], "/ä/日本"),
        (["-r", "x"], "x"),
        (["-r=x=y"], "x=y"),
        (["--repo="], ""),
        (["--repo", ""], ""),
        (["--repo=-dash"], "-dash"),
        (["--repo", "-"], "-"),
        (["-jr", "x"], "x"),
        // The last one counts.
        (["--repo", "a", "--repo", "b"], "b"),
    ])
    func `reads options`(arguments: [String], expected: String) throws {
        #expect(try parsed(Status.self, ["status"] + arguments).repo == expected)
    }

    @Test func `reads flags alone`() throws {
        #expect(try parsed(Status.self, ["status", "-j"]).common.json)
        #expect(try parsed(Status.self, ["status", "--quiet"]).common.quiet)
        #expect(try parsed(Status.self, ["status"]).repo == nil)
    }

    @Test(arguments: [(["--limit=-5"], -5), (["--limit", "+5"], 5), ([], 20), (["--limit", "0"], 0)])
    func `reads numbers`(arguments: [String], expected: Int) throws {
        #expect(try parsed(Status.self, ["status"] + arguments).limit == expected)
    }

    @Test func `reads everything of a run`() throws {
        let run = try parsed(
            SandboxRun.self,
            [
                "sandbox", "run", "--prompt", "- a list", "--task", "one", "two words", "-n5", "--env", "A=1", "--env",
                "B=2", "--backend", "bubblewrap", "--budget", "2.5", "-fast",
            ])
        #expect(run.prompt == "- a list")
        #expect(run.task == ["one", "two words"])
        #expect(run.count == 5)
        #expect(run.environment == ["A=1", "B=2"])
        #expect(run.backend == .bubblewrap)
        #expect(run.budget == 2.5)
        #expect(run.fast)
    }

    @Test func `takes a prompt that looks like an option`() throws {
        #expect(try parsed(SandboxRun.self, ["sandbox", "run", "--prompt", "--help"]).prompt == "--help")
    }

    @Test func `takes a huge value`() throws {
        let prompt = String(repeating: "long ", count: 200_000)
        #expect(try parsed(SandboxRun.self, ["sandbox", "run", "--prompt", prompt]).prompt == prompt)
    }

    @Test(arguments: [
        (["a", "b"], ["a", "b"]),
        (["a", "--all", "b"], ["a", "b"]),
        (["--", "--all", "--"], ["--all", "--"]),
        (["a", "--", "-5"], ["a", "-5"]),
        ([""], [""]),
    ])
    func `collects positional values`(arguments: [String], expected: [String]) throws {
        #expect(try parsed(SandboxList.self, ["sandbox", "list"] + arguments).names == expected)
    }

    @Test func `keeps terminated values apart`() throws {
        let copy = try parsed(TemplatesCopy.self, ["templates", "copy", "base", "--", "-x", "y"])
        #expect(copy.source == "base")
        #expect(copy.target == nil)
        #expect(copy.notes == ["-x", "y"])
    }

    @Test(arguments: [
        (["ls", "--help", "--dry-run"], ["ls", "--help", "--dry-run"], false),
        (["--dry-run", "ls", "--", "-h"], ["ls", "--", "-h"], true),
        (["--unknown", "ls"], ["--unknown", "ls"], false),
        (["-x"], ["-x"], false),
        (["--", "a"], ["--", "a"], false),
        (["--help", "ls"], ["--help", "ls"], false),
        (["-hv", "ls"], ["-hv", "ls"], false),
        ([], [], false),
    ])
    func `passes arguments through`(arguments: [String], expected: [String], isDryRun: Bool) throws {
        let command = try parsed(Exec.self, ["exec"] + arguments)
        #expect(command.command == expected)
        #expect(command.dryRun == isDryRun)
    }

    @Test func `takes over the arguments of another command`() throws {
        let old = try parsed(OldStatus.self, ["show-status", "--repo", "x", "--json"])
        #expect(old.command.repo == "x")
        #expect(old.command.common.json)
    }

    @Test func `parsed commands are values`() throws {
        let first = try parsed(Status.self, ["status", "--limit", "1"])
        var second = first
        second.limit = 2
        #expect(first.limit == 1)
        #expect(second.limit == 2)
    }

    @Test func `lines do not share state`() throws {
        _ = try parsed(SandboxList.self, ["sandbox", "list", "a"])
        #expect(try parsed(SandboxList.self, ["sandbox", "list", "b"]).names == ["b"])
    }
}
