import JSON
import Store
import TestSupport
import Testing

/// `docs/REFERENCE.md` says what there is.
struct ReferenceTests {
    private let page = Files.read(Programs.package + "/docs/REFERENCE.md") ?? ""

    @Test func `every table is in the reference, and the schema's number`() throws {
        let fixture = try CommandFixture()
        #expect(try fixture.run("status").status == 0)
        let database = try Connection(path: fixture.data + "/coordinator.db", mode: .readOnly, busyTimeout: 1_000)
        defer { database.close() }
        let tables: [String] = try database.column(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        #expect(tables.count > 20)
        for table in tables { #expect(page.contains("`\(table)`"), "\(table)") }
        let version: Int? = try database.value("PRAGMA user_version")
        #expect(page.contains("`PRAGMA user_version` \(version ?? 0),"))
    }

    @Test func `every setting is in the reference`() throws {
        let settings = try CommandFixture().run("config", "list", "--json").json()["sources"]?.keys ?? []
        #expect(settings.count > 20)
        for setting in settings { #expect(page.contains("| `\(setting)`"), "\(setting)") }
    }
}
