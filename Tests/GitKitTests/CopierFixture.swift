import Exec
import GitKit
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

/// A repository whose new worktrees are made twice: by git alone, and by the copier.
struct CopierFixture {
    let repository: GitFixture

    init(initArguments: [String] = [], commit: Bool = true) throws {
        repository = try GitFixture(initArguments: initArguments, commit: commit)
    }

    var root: String { repository.root }

    @discardableResult
    func git(_ arguments: String..., at: String? = nil, input: String? = nil) throws -> String {
        try repository.git(arguments, at: at, input: input)
    }

    func write(_ name: String, _ content: String, mode: UInt32 = 0o644) throws {
        try Files.write(root + "/" + name, content, mode: mode)
    }

    func commitAll(_ message: String = "More") throws {
        try git("add", "--all")
        try git("commit", "--quiet", "--allow-empty", "-m", message)
    }

    /// Makes all files look as if nobody had touched them for years, and lets git note that.
    func settle() throws {
        // Another time in each call: git compares whole seconds, so it would keep the old fractions in its index.
        try shell(
            """
            n=$(cat .git/settled 2>/dev/null || echo 1709208000)
            echo $((n + 1)) > .git/settled
            find . -path ./.git -prune -o -exec touch -h -d "@$n.123456789" {} +
            git status --porcelain
            """, at: root)
    }

    @discardableResult
    func shell(_ script: String, at directory: String) throws -> [UInt8] {
        let command = Command(
            "/bin/sh", arguments: ["-ec", script], environment: repository.environment, directory: directory)
        let result = try Spawner.run(command)
        guard result.status.isSuccess else { throw FixtureError("\(script): \(result.errorText)") }
        return result.output
    }

    /// Registers a worktree with nothing in it.
    func emptyWorktree(_ name: String, _ commit: String) throws -> String {
        let path = repository.directory.appending(name)
        try git("worktree", "add", "--quiet", "--detach", "--no-checkout", path, commit)
        return path
    }

    /// - Parameter age: how many seconds lie between the last change and the copy.
    func copier(for worktree: String, _ commit: String, age: Int64 = 3_600) throws -> WorktreeCopier {
        WorktreeCopier(
            mainCheckout: root, mainGitDirectory: root + "/.git", worktree: worktree,
            worktreeGitDirectory: try git("rev-parse", "--absolute-git-dir", at: worktree),
            commonDirectory: root + "/.git", commit: commit,
            git: Git(directory: root, environment: repository.environment),
            now: { Int64(time(nil)) + age })
    }

    /// Fills a new worktree by copying and expects it to equal git's own.
    /// - Parameter isSound: false where git-fsck(1) would find what the test itself has damaged.
    @discardableResult
    func expectSameAsGit(
        _ revision: String = "HEAD", age: Int64 = 3_600, isSound: Bool = true, comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> CopyReport {
        let commit = try git("rev-parse", revision)
        let number = try git("worktree", "list").split(separator: "\n").count
        let reference = repository.directory.appending("reference \(number)")
        try git("worktree", "add", "--quiet", "--detach", reference, commit)
        let worktree = try emptyWorktree("copy \(number)", commit)
        let report = try copier(for: worktree, commit, age: age).populate()

        let (made, wanted) = (try CopierWorktreeListing(self, worktree), try CopierWorktreeListing(self, reference))
        #expect(made.files == wanted.files, comment, sourceLocation: sourceLocation)
        #expect(made.contents == wanted.contents, comment, sourceLocation: sourceLocation)
        #expect(made.index == wanted.index, comment, sourceLocation: sourceLocation)
        #expect(made.status == wanted.status, comment, sourceLocation: sourceLocation)
        #expect(made.tree == wanted.tree, comment, sourceLocation: sourceLocation)
        #expect(report.copied + report.leftToGit == made.index.count, comment, sourceLocation: sourceLocation)
        if isSound { try git("fsck", "--no-progress", at: worktree) }
        return report
    }
}
