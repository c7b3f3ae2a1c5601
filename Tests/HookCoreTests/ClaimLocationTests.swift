import Glibc
import TestSupport
import Testing

@testable import HookCore

@Suite struct ClaimLocationTests {
    private let folder: TemporaryDirectory
    private let root: String

    init() throws {
        folder = TemporaryDirectory()
        root = String(cString: try #require(realpath(folder.path, nil)))
        try write("repo/.git/HEAD", "ref: refs/heads/main\n")
        try write("repo/.git/worktrees/one/commondir", "../..\n")
        try write("one/.git", "gitdir: \(root)/repo/.git/worktrees/one\n")
        try write("repo/.git/modules/sub/HEAD", "")
        try write("repo/sub/.git", "gitdir: ../.git/modules/sub\n")
        try write("repo/src/file", "")
        symlink("repo/src", root + "/link")
    }

    private func write(_ path: String, _ text: String) throws {
        var place = root
        for part in path.split(separator: "/").dropLast() {
            place += "/" + part
            mkdir(place, 0o700)
        }
        let descriptor = open(root + "/" + path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        #expect(descriptor >= 0)
        #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
        close(descriptor)
    }

    private func find(_ path: String) -> String? {
        ClaimLocation(absolute: path.hasPrefix("/") ? path : root + "/" + path).map {
            "\($0.repository.dropFirst(root.count + 1)) \(String(decoding: $0.path, as: UTF8.self))"
        }
    }

    @Test("the same file in two worktrees, and by a link, is one thing")
    func same() {
        for path in ["repo/src/file", "one/src/file", "link/file", "repo/./src//file", "repo/src/../src/file"] {
            #expect(find(path) == "repo/.git src/file", "\(path)")
        }
    }

    @Test("what does not exist yet, the root itself, a submodule, and names that a shell would trip over")
    func others() {
        #expect(find("one/new/deep/file") == "repo/.git new/deep/file")
        #expect(find("repo") == "repo/.git ")
        #expect(find("repo/sub/x") == "repo/.git/modules/sub x")
        #expect(find("repo/a b\n'ü'") == "repo/.git a b\n'ü'")
    }

    @Test("a file in a submodule lies in the superproject, too: innermost first, a repository only once")
    func enclosing() throws {
        try write("repo/own/.git", "gitdir: \(root)/repo/.git/worktrees/one\n")
        func find(_ path: String) -> [String] {
            ClaimLocation.enclosing(root + "/" + path).map {
                "\($0.root.dropFirst(root.count + 1)) \(String(decoding: $0.path, as: UTF8.self))"
            }
        }
        #expect(find("repo/sub/x") == ["repo/sub x", "repo sub/x"])
        #expect(find("repo/own/x") == ["repo/own x"])
        #expect(find("repo/src/e\u{301}/x") == ["repo src/e\u{301}/x"])
        #expect(find("x").isEmpty)
    }

    @Test("what is called .git and is neither a directory nor a file that names one", arguments: 0..<4)
    func odd(_ kind: Int) throws {
        try write("odd/sub/x", "")
        let link = root + "/odd/.git"
        switch kind {
        case 0: #expect(mkfifo(link, 0o600) == 0)
        case 1: #expect(symlink(".git", link) == 0)
        case 2: #expect(mkdir(link, 0o700) == 0)
        default: try write("odd/.git", "elsewhere\n")
        }
        #expect(find("odd/sub/x") == nil)
    }

    @Test("outside a worktree, relative, or through nothing and back: none", arguments: ["/", "/x", "/..", "rel"])
    func none(_ path: String) {
        #expect(ClaimLocation(absolute: path) == nil)
        #expect(find("repo/none/../src/file") == nil)
    }
}
