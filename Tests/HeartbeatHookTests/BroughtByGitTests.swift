import HookCore
import Testing

@testable import HeartbeatHook

/// Whether the words of a line tell who has changed files.
@Suite struct BroughtByGitTests {
    @Test(arguments: [
        "git merge main", "git pull --rebase 2>&1 | tail -5", "git checkout topic",
        "git stash && git pull && git stash pop",
        "cd x && git -C y rebase main >/dev/null 2>&1", "git fetch; git reset --hard origin/main",
        "git cherry-pick abc || git status",
    ]) func `everything`(_ line: String) {
        #expect(BroughtByGit.of(line, at: "/w", home: nil) == .everything)
    }

    @Test(arguments: [
        ("git merge main && make", 0), ("git pull; sed -i s/a/b/ f", 0), ("git checkout main; git show x:f > f", 0),
        ("git pull && ./edit && git commit -am x", 1), ("git merge x; git commit -m y", 1),
        ("git merge x && ./edit && git commit -am y && git commit --amend", 2), ("git stash pop; git mv a b", 0),
        // What the session picks by itself, and what runs a command of its own.
        ("git checkout topic -- f", 0), ("git checkout topic f", 0), ("git restore -s topic f", 0),
        ("git rebase -x ./edit main", 0), ("git bisect run ./edit", 0), ("git submodule foreach ./edit", 0),
        ("git merge x && git sparse-checkout reapply", 0), ("git merge x | sort -o f", 0),
    ]) func `what the commit has`(_ line: String, _ commits: Int) {
        #expect(BroughtByGit.of(line, at: "/w", home: nil) == .committed(commits: commits), "\(line)")
    }

    @Test(arguments: [
        "make", "git status", "git add . && git commit -m 'merge it'", "echo git merge", "sed -i s/a/b/ f",
        "git mv a b",
    ])
    func `nothing`(_ line: String) {
        #expect(BroughtByGit.of(line, at: "/w", home: nil) == .nothing)
    }
}
