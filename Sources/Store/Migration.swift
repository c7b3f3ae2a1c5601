/// A step from one schema version to the next. It never changes once it is released: existing databases have gone
/// through it.
package struct Migration: Sendable {
    /// The schema version after the step, kept in `PRAGMA user_version`. It is positive, and larger than that of the
    /// step before.
    package let version: Int
    /// The description of the step in a few words, for errors and reports.
    package let name: String
    /// Whether foreign keys are not enforced while the step runs. Rebuilding a table that others refer to needs that
    /// (<https://www.sqlite.org/lang_altertable.html>, section 7). They are checked before the step is committed.
    package let disablesForeignKeys: Bool
    /// The function that changes the schema. It runs inside the transaction of the migration.
    package let apply: @Sendable (Connection) throws(StoreError) -> Void

    /// A step that has to read before it writes.
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
