import Testing

@testable import HookCore

/// Whether the words of a line tell who has changed files.
@Suite struct BroughtByGitTests {
    @Test(arguments: [
        "git merge main", "git pull --rebase 2>&1 | tail -5", "git checkout topic",
        "git stash && git pull && git stash pop",
        "cd x && git -C y rebase main >/dev/null 2>&1", "git fetch; git reset --hard origin/main",
        "git cherry-pick abc || git status",
    ]) func everything(_ line: String) {
        #expect(BroughtByGit.of(line, at: "/w") == .everything)
    }

    @Test(arguments: [
        ("git merge main && make", false), ("git pull; sed -i s/a/b/ f", false),
        ("git checkout main; git show x:f > f", false),
        ("git pull && ./edit && git commit -am x", true), ("git merge x; git commit -m y", true),
        ("git stash pop; git mv a b", false),
    ]) func whatTheCommitHas(_ line: String, _ commits: Bool) {
        #expect(BroughtByGit.of(line, at: "/w") == .committed(commits: commits))
    }

    @Test(arguments: [
        "make", "git status", "git add . && git commit -m 'merge it'", "echo git merge", "sed -i s/a/b/ f",
        "git mv a b",
    ])
    func nothing(_ line: String) {
        #expect(BroughtByGit.of(line, at: "/w") == .nothing)
    }
}
