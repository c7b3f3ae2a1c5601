internal import Store

/// What opening the database did to its schema. Versions are those of the program that brought the schema.
package struct SchemaUpdate: Equatable, Sendable {
    /// nil for a new database, and for one that is older than any version was written down in.
    package let from: String?
    package let to: String
    /// The versions that were gone through; empty when the schema was current.
    package let migrations: [String]
    /// Where the database as it was lies; nil when there was nothing to save.
    package let backup: String?

    /// The version whose schema this program uses.
    package static let current = "2.2.0"
}

extension Coordinator {
    /// What opening the database for this value did.
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
