import Exec
import GitKit
import HookCore
import TestSupport
import Testing

@Suite("Worktree copier: post-checkout hook")
struct CopierHookTests {
    private func run(_ script: String?) throws -> (report: CopyReport, worktree: String, commit: String) {
        let fixture = try CopierFixture()
        try fixture.settle()
        if let script { try Files.writeProgram(fixture.root + "/.git/hooks/post-checkout", script) }
        let commit = try fixture.git("rev-parse", "HEAD")
        let worktree = try fixture.emptyWorktree("copy", commit)
        let report = try fixture.copier(for: worktree, commit).populate()
        return (report, Files.read(worktree + "/hook") ?? "", commit)
    }

    @Test("it runs in the filled worktree with git's arguments")
    func arguments() throws {
        let (report, seen, commit) = try run("#!/bin/sh\necho $(basename \"$PWD\") $(cat README) $* > hook\n")
        #expect(report.hook == .exited(0))
        #expect(seen == "copy hello \(String(repeating: "0", count: 40)) \(commit) 1\n")
    }

    @Test("its failure is reported, not thrown")
    func failure() throws {
        #expect(try run("#!/bin/sh\nexit 7\n").report.hook == .exited(7))
        #expect(try run(nil).report.hook == .exited(0))
    }
}
