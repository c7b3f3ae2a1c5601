/// One step from a schema version to the next. Frozen once shipped: databases in the field have gone through it.
package struct Migration: Sendable {
    /// The schema version after it, kept in `PRAGMA user_version`; positive, and larger than that of the step before.
    package let version: Int
    /// Says in a few words what it does, for errors and reports.
    package let name: String
    /// Whether foreign keys are not enforced while it runs, which rebuilding a table that others refer to needs
    /// (<https://www.sqlite.org/lang_altertable.html>, section 7). They are checked before it is committed.
    package let disablesForeignKeys: Bool
    /// Changes the schema; runs inside the transaction of the migration.
    package let apply: @Sendable (Connection) throws(StoreError) -> Void

    /// A step that has to look before it writes.
    package init(
        version: Int, name: String, disablesForeignKeys: Bool = false,
        apply: @escaping @Sendable (Connection) throws(StoreError) -> Void
    ) {
        self.version = version
        self.name = name
        self.disablesForeignKeys = disablesForeignKeys
        self.apply = apply
    }

    /// A step that is only SQL text, of one or more statements.
    package init(version: Int, name: String, disablesForeignKeys: Bool = false, sql: String) {
        self.init(version: version, name: name, disablesForeignKeys: disablesForeignKeys) {
            connection throws(StoreError) in try connection.execute(sql)
        }
    }
}
