import Exec
import Files
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

@Suite("Uncommitted work, as if it were committed")
struct WorkScanTests {
    let fixture: PreviewFixture
    let worktree: String

    init() throws {
        fixture = try PreviewFixture()
        try fixture.git.commit(["a": "a\n", "dir/b": "b\n", ".gitignore": "*.log\n"], message: "files")
        worktree = try fixture.addWorktree()
    }

    private func scan(_ known: WorkHashes? = nil) throws -> ScannedWork {
        try #require(try fixture.previews().scan([(worktree, known)]).first)
    }

    /// What `git add --all` would make of it: mode and id by path, nil for what would be gone.
    private func added() throws -> [String: String?] {
        try fixture.git.git(["add", "--all"], at: worktree)
        let raw = try fixture.git.git(
            ["diff-index", "--cached", "--no-renames", "--abbrev=40", "-z", "HEAD"], at: worktree)
        let fields = raw.split(separator: "\0").map(String.init)
        var result: [String: String?] = [:]
        for place in stride(from: 0, to: fields.count - 1, by: 2) {
            let words = fields[place].split(separator: " ").map(String.init)
            result[fields[place + 1]] = .some(words[4] == "D" ? nil : words[1] + " " + words[3])
        }
        return result
    }

    private func found(_ work: ScannedWork) throws -> [String: String?] {
        var result: [String: String?] = [:]
        for change in try work.state.get().changes {
            let content = change.content.map { String($0.mode, radix: 8) + " " + $0.id }
            result[change.path.display] = .some(content)
        }
        return result
    }

    @Test(
        "is what git would add",
        arguments: [
            "printf 'x\\n' > a", "rm a", "printf 'x\\n' > a; git add a; printf 'y\\n' > a",
            "rm a; mkdir a; printf x > a/x",
            "rm -r dir; printf x > dir", "chmod +x a", "rm a; ln -s target a", "printf x > 'new\nline'",
            "printf x > n; git add n; rm n", "git rm -q --cached a", "printf x > n; git add -N n", "mkdir empty",
            "head -c 17000000 /dev/zero > large",
            "printf x > x.log", "git mv a c; printf 'more\\n' >> c",
            "git init -q inner; printf x > inner/x; rm -rf inner/.git",
            "printf '* text=auto\\n' > .gitattributes; printf 'a\\r\\nb\\r\\n' > crlf",
            "git config core.autocrlf true; printf 'a\\r\\nb\\r\\n' > crlf", "printf 'a\\r\\n' > '\"quoted\"'",
            "git update-index --index-version 4; printf 'x\\n' > a",
            "git update-index --split-index; printf 'x\\n' > a",
            // Written in the second of its `git add`, with the same size: nothing but its bytes tells that it was
            // changed.
            """
            git config core.trustCTime false; printf '* text=auto\\n' > .gitattributes
            printf 'x\\n' > a; touch -d @1000000000 a; git add a
            printf 'y\\n' > a; touch -d @1000000000 a "$(git rev-parse --git-path index)"
            """,
        ])
    func like(_ script: String) throws {
        let before = try fixture.inventory()
        _ = try Shell.run(script, at: worktree, fixture.git.environment)
        let state = try fixture.inventory()
        let mine = try found(scan())
        #expect(try fixture.inventory() == state || before == state)
        #expect(try added() == mine)
    }

    @Test(
        "no half of a split index is written beside the worktree's own",
        arguments: ["git config core.splitIndex true", "git update-index --split-index"])
    func splitIndex(_ setting: String) throws {
        let script = "\(setting); printf '* text=auto\\n' > .gitattributes; printf 'x\\n' > a"
        _ = try Shell.run(script, at: worktree, fixture.git.environment)
        let folder = try fixture.git.git(["rev-parse", "--absolute-git-dir"], at: worktree)
        let before = DirectoryNames.list(folder).sorted()
        #expect(try scan().state.get().changes.count == 2)
        #expect(DirectoryNames.list(folder).sorted() == before)
    }

    @Test(
        "a file too large to be held is named as git names it, and stored by git", arguments: [nil, "* text=auto\n"])
    func large(_ attributes: String?) throws {
        let text = String(repeating: "0123456789\n", count: 600_000)
        try Files.write(worktree + "/big", text)
        if let attributes { try Files.write(worktree + "/.gitattributes", attributes) }
        // Then git puts it into a pack.
        try fixture.git.git(["config", "core.bigFileThreshold", "1m"])
        let previews = try fixture.previews()
        let state = try #require(try fixture.states(previews, [worktree]).first)
        let commit = try WorkCommit(previews: previews, state: state).write()
        let stored = try previews.scratch.joined(to: previews.git).line(["cat-file", "-s", commit + ":big"])
        #expect(Int(stored) == text.utf8.count)
        let big = try #require(state.changes.first { $0.path == Array("big".utf8) })
        #expect(try fixture.git.git(["hash-object", "big"], at: worktree) == big.content?.id)
        #expect(try StableFile.bytes(Array("big".utf8), in: worktree) == nil)
    }

    @Test(
        "what git would store otherwise by now is read again",
        arguments: [
            ("", "printf '* text=auto\\n' > .gitattributes"), ("", "printf 'c text\\n' > dir/.gitattributes"),
            ("printf '* text=auto\\n' > .gitattributes", "printf '* -text\\n' > .gitattributes"),
            ("", "git config core.autocrlf input"), ("", "git config filter.own.clean cat"),
            ("", "mkdir -p ../repo/.git/info; printf 'c ident\\n' >> ../repo/.git/info/attributes"),
            // Line ends that the index has already are kept.
            (
                "git config core.autocrlf true",
                """
                id=$(printf 'x\\r\\n' | git hash-object -w --no-filters --stdin)
                git update-index --cacheinfo 100644,$id,dir/b
                """
            ),
        ])
    func converted(_ setup: String, _ change: String) throws {
        let path = Array("dir/b".utf8)
        _ = try Shell.run(setup, at: worktree, fixture.git.environment)
        try Files.write(worktree + "/dir/b", "changed\r\n")
        var status = stat()
        #expect(lstat(worktree + "/dir/b", &status) == 0)
        var known = WorkHashes(circumstances: try #require(try scan().hashes?.circumstances))
        let lie = String(repeating: "1", count: 40)
        known.remember(path, stamp: ContentStamp(status), id: lie)
        #expect(try found(scan(known))["dir/b"] == "100644 \(lie)")
        _ = try Shell.run(change, at: worktree, fixture.git.environment)
        #expect(try found(scan(known))["dir/b"] != "100644 \(lie)")
        #expect(try found(scan(known)) == added())
    }

    @Test("a file with the stamp that it had is not read again, under other circumstances it is")
    func remembered() throws {
        try Files.write(worktree + "/a", "changed\n")
        let work = try scan()
        var status = stat()
        #expect(lstat(worktree + "/a", &status) == 0)
        let circumstances = try #require(work.hashes?.circumstances)
        var known = WorkHashes(circumstances: circumstances)
        let lie = String(repeating: "1", count: 40)
        known.remember(Array("a".utf8), stamp: ContentStamp(status), id: lie)
        #expect(WorkHashes(known.bytes) == known)
        #expect(try found(scan(known))["a"] == "100644 \(lie)")
        var others = WorkHashes(circumstances: "others")
        others.remember(Array("a".utf8), stamp: ContentStamp(status), id: lie)
        #expect(try found(scan(others)) == found(work))
        try Files.write(worktree + "/a", "changed again\n")
        #expect(try found(scan(known))["a"] != "100644 \(lie)")
    }

    @Test("a file that cannot be read is an error, not an empty one")
    func unreadable() throws {
        try Files.write(worktree + "/secret", "secret\n", mode: 0)
        let user = try OrdinaryUser(owning: [fixture.git.directory.path, worktree + "/secret"])
        #expect(throws: ParallelError.self) {
            try user.run { _ = try StableFile.read(Array("secret".utf8), in: worktree) }
        }
    }

    @Test("what was written within the last second is not remembered")
    func young() throws {
        try Files.write(worktree + "/a", "changed\n")
        #expect(try scan().hashes?.entries.isEmpty == true)
        let stamp = ContentStamp(size: 1, modified: 5_000_000_000, changed: 5_000_000_000, inode: 1)
        #expect(stamp.isSettled(now: 6_500_000_000))
        #expect(!stamp.isSettled(now: 5_900_000_000))
    }

    @Test(
        "odd bytes are no hashes", arguments: ["", "x", "a\0b\0", "a\0id 1 2 3 x path\0"])
    func damaged(_ text: String) {
        #expect(WorkHashes(Array(text.utf8))?.entries.isEmpty != false)
    }
}

private enum Shell {
    static func run(_ script: String, at directory: String, _ environment: [String: String]) throws -> String {
        let command = Command("/bin/sh", arguments: ["-ec", script], environment: environment, directory: directory)
        let result = try Spawner.run(command)
        guard result.status.isSuccess else { throw FixtureError(result.errorText) }
        return result.text
    }
}
