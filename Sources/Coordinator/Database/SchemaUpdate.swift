internal import Store

/// The change of the schema when the database was opened. Versions are those of the program that brought the schema.
package struct SchemaUpdate: Equatable, Sendable {
    /// The former version; nil for a new database, and for one that is older than any recorded version.
    package let from: String?
    /// The version of the schema now.
    package let to: String
    /// The versions of the applied migrations; empty when the schema was current.
    package let migrations: [String]
    /// The path of the copy of the former database; nil when there was nothing to save.
    package let backup: String?

    /// The version whose schema this program uses.
    package static let current = "2.2.0"
}

extension Coordinator {
    /// The change of the schema that this value made when it opened the database.
    package var schemaUpdate: SchemaUpdate {
        guard let report = database.migration, !report.applied.isEmpty else {
            return SchemaUpdate(from: SchemaUpdate.current, to: SchemaUpdate.current, migrations: [], backup: nil)
        }
        let former = try? database.read { db throws(StoreError) -> String? in
            let tables: [String] = try db.column("SELECT name FROM sqlite_master WHERE name = 'schema_metadata'")
            if tables.isEmpty { return nil }
            return try db.value("SELECT value FROM schema_metadata WHERE key = 'version'")
        }
        return SchemaUpdate(
            from: former ?? nil, to: SchemaUpdate.current, migrations: [SchemaUpdate.current], backup: report.backup)
    }
}
