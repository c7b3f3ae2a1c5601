import Glibc
import Store
import TestSupport
import Testing

/// Processes that live for milliseconds leave a short log behind, and fold a long one in.
@Suite("Short log")
struct ShortLogTests {
    let folder: TemporaryDirectory

    init() throws { folder = TemporaryDirectory("store tests") }

    /// What a command does: open, write a little, close.
    private func command(_ number: Int) throws {
        let connection = try folder.connect()
        try connection.write { connection throws(StoreError) in
            _ = try connection.run(
                "INSERT INTO t VALUES (?)", arguments: ["row \(number) " + String(repeating: "x", count: 9_000)])
        }
        connection.close()
    }

    private var logSize: Int {
        var status = stat()
        return stat(folder.appending("a.db-wal"), &status) == 0 ? Int(status.st_size) : 0
    }

    @Test(
        "rows stay, the log stays short, and a reader never sees less, also beside a process that stays connected",
        arguments: [false, true])
    func manyCommands(staysConnected: Bool) throws {
        let first = try folder.connect()
        try first.execute("CREATE TABLE t (v)")
        if !staysConnected { first.close() }
        var longest = 0
        for number in 1...300 {
            try command(number)
            longest = max(longest, logSize)
        }
        #expect(longest > 0)
        #expect(longest < 1_000_000)
        first.close()
        let reader = try folder.connect()
        #expect(try reader.count("t") == 300)
        #expect(try reader.integrityCheck() == [])
    }

    @Test("somebody who reads is not waited for")
    func reader() throws {
        let reader = try folder.connect()
        try reader.execute("CREATE TABLE t (v)")
        try reader.read { connection throws(StoreError) in
            _ = try connection.count("t")
            do {
                for number in 1...120 { try command(number) }
            } catch {
                Issue.record(error)
            }
            #expect(try connection.count("t") == 0)
        }
        #expect(try reader.count("t") == 120)
    }
}
