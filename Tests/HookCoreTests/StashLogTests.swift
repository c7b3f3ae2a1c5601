import Glibc
import TestSupport
import Testing

@testable import HookCore

@Suite struct StashLogTests {
    private let folder = TemporaryDirectory()
    private let zero = String(repeating: "0", count: 40)

    private func commit(_ digit: Character) -> String { String(repeating: digit, count: 40) }

    private func write(_ lines: [String]) throws {
        for part in ["logs", "logs/refs"] { mkdir(folder.path + "/" + part, 0o700) }
        try store(lines.map { $0 + "\n" }.joined(), at: folder.path + "/logs/refs/stash")
    }

    private func store(_ text: String, at path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }

    private func line(_ digit: Character, _ message: String) -> String {
        "\(zero) \(commit(digit)) A B <a@b> 1700000000 +0100\t\(message)"
    }

    @Test func `the newest is the first`() throws {
        try write([
            line("a", "WIP on main: 1234567 First: of all"), line("b", "On feature/x: what: ever"),
            line("c", "WIP on (no branch): 1234567 x"), line("d", "something else"),
            "garbage", "\(zero) short A", "",
        ])
        let entries = StashLog(commonDirectory: folder.path).entries()
        #expect(entries.map(\.commit) == [commit("d"), commit("c"), commit("b"), commit("a")])
        #expect(entries.map(\.branch) == [nil, nil, "feature/x", "main"])
        #expect(entries.last?.message == "WIP on main: 1234567 First: of all")
    }

    @Test func `without a stash there is nothing`() {
        let log = StashLog(commonDirectory: folder.path)
        #expect(log.entries().isEmpty)
        #expect(!log.isNew)
        #expect(log.state == nil)
    }

    @Test func `what was noted is not new until it changes`() throws {
        try write([line("a", "WIP on main: x")])
        let log = StashLog(commonDirectory: folder.path)
        #expect(log.isNew)
        log.note(try #require(log.state))
        #expect(!log.isNew)
        try write([line("a", "WIP on main: x"), line("b", "WIP on main: x")])
        #expect(log.isNew)
    }

    @Test func `of a huge one the end is read`() throws {
        try write((0..<4_000).map { line($0 == 3_999 ? "f" : "e", "WIP on main: \($0) some subject") })
        let (entries, isWhole) = StashLog(commonDirectory: folder.path).read()
        #expect(!isWhole)
        #expect(entries.count > 1_000)
        #expect(entries.first?.commit == commit("f"))
        #expect(entries.allSatisfy { $0.branch == "main" })
    }

    @Test func `pins are references of git`() throws {
        #expect(StashPin.keep([commit("a"), commit("b"), commit("a")], in: folder.path))
        let file = "\(folder.path)/refs/parallel-cc/stash/\(commit("a"))"
        #expect(FileBytes.read(file) == Array((commit("a") + "\n").utf8))
        #expect(access(file + ".lock", F_OK) != 0)
    }

    @Test func `a lock that somebody holds is left`() throws {
        #expect(StashPin.keep([commit("a")], in: folder.path))
        let lock = "\(folder.path)/refs/parallel-cc/stash/\(commit("b")).lock"
        try store("", at: lock)
        #expect(!StashPin.keep([commit("b")], in: folder.path))
        // One that nobody can still need is taken away.
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, lock, &times, 0) == 0)
        #expect(StashPin.keep([commit("b")], in: folder.path))
    }

    @Test func `in a reftable nothing is written`() {
        mkdir(folder.path + "/reftable", 0o700)
        #expect(!StashPin.keep([commit("a")], in: folder.path))
        #expect(access(folder.path + "/refs", F_OK) != 0)
    }
}
