/// What `Migrator.migrate` has done.
package struct MigrationReport: Equatable, Sendable {
    /// The schema version that was found.
    package var from: Int
    /// The schema version as it is now.
    package var to: Int
    /// The names of the migrations that this call applied, in order; empty when another process was faster.
    package var applied: [String]
    /// The path of the backup made before the first of them; nil when there was nothing to back up.
    package var backup: String?

    package init(from: Int, to: Int, applied: [String] = [], backup: String? = nil) {
        self.from = from
        self.to = to
        self.applied = applied
        self.backup = backup
    }
}
