/// The result of `Migrator.migrate`.
package struct MigrationReport: Equatable, Sendable {
    /// The schema version that was found.
    package var from: Int
    /// The schema version after the migrations.
    package var to: Int
    /// The names of the migrations that this call applied, in order; empty when another process was faster.
    package var applied: [String]
    /// The path of the backup made before the first of them; nil when there was nothing to back up.
    package var backup: String?

    /// A report, by default of a call that applied nothing.
    package init(from: Int, to: Int, applied: [String] = [], backup: String? = nil) {
        self.from = from
        self.to = to
        self.applied = applied
        self.backup = backup
    }
}
