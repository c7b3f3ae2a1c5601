import CoordinatorFixtures
import TestSupport

extension SubmoduleKeepTests {
    /// What git would delete with a worktree of a submodule without a word.
    static let hiddenInWorktrees: [Work] = [
        Work(
            "flags in a worktree of its own", "a worktree of a submodule has changes behind flags",
            tokens: ["token", "second"]
        ) {
            one, at in
            let other = try one.addWorktree(["-b", "mine"])
            try Files.write(other + "/a", "token\n")
            try Files.write(other + "/.gitignore", "second\n")
            try one.fixture.git(["update-index", "--assume-unchanged", "a"], at: other)
            try one.fixture.git(["update-index", "--skip-worktree", ".gitignore"], at: other)
        },
        Work(
            "a commit behind a worktree of its own", "a worktree of a submodule has commits that no branch holds",
            tokens: ["token"]
        ) {
            one, at in
            let other = try one.addWorktree(["--detach"])
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: other)
            try one.fixture.git(["reset", "--quiet", "--hard", "HEAD~1"], at: other)
        },
        Work(
            "a message in a worktree of its own", "the git directory of a worktree of a submodule holds a message",
            tokens: ["token", "mine"]
        ) { one, at in
            let other = try one.addWorktree(["-b", "mine"])
            let directory = try one.fixture.git(["rev-parse", "--absolute-git-dir"], at: other)
            try Files.write(directory + "/MERGE_MSG", "token\n")
            try Files.write(directory + "/notes", "mine\n")
        },
    ]
}
