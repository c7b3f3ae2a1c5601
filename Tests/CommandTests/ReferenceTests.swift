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

    @Test func `every setting is in the reference, and no other`() throws {
        let settings = try CommandFixture().run("config", "list", "--json").json()["sources"]?.keys ?? []
        #expect(settings.count > 20)
        let told = page.matches(of: /\n\| `([a-z]+\.[A-Za-z0-9]+)`/).map { String($0.output.1) }
        #expect(told.sorted() == settings.sorted())
    }
}
