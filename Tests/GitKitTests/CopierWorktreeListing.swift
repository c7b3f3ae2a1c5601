/// Everything that git or a program could see of a worktree, but for times and i-nodes.
struct CopierWorktreeListing {
    /// Type, permissions, path and link target of everything, sorted.
    let files: [String]
    /// Checksum and path of each file, sorted.
    let contents: [String]
    /// `git ls-files --stage`, with flags.
    let index: [String]
    let status: [String]
    /// The tree that the index would commit.
    let tree: String

    init(_ fixture: CopierFixture, _ worktree: String) throws {
        let skip = "find . -path ./.git -prune -o"
        files = Self.fields(try fixture.shell(#"\#(skip) -printf '%y %m %p -> %l\0'"#, at: worktree)).sorted()
        contents = Self.fields(try fixture.shell("\(skip) -type f -exec sha256sum -z {} +", at: worktree)).sorted()
        index = Self.fields(try fixture.shell("git ls-files --stage -v -z", at: worktree))
        status = Self.fields(try fixture.shell("git status --porcelain -z --ignored", at: worktree))
        tree = try fixture.git("write-tree", at: worktree)
    }

    private static func fields(_ bytes: [UInt8]) -> [String] {
        // Latin-1, so that names that are not UTF-8 stay distinct.
        bytes.split(separator: 0).map { String(String.UnicodeScalarView($0.map { Unicode.Scalar($0) })) }
    }
}
