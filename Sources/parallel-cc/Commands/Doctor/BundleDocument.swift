internal import Coordinator

/// `doctor --bundle`: what a maintainer needs to know of an installation, and nothing that belongs to its user.
struct BundleDocument: Encodable {
    /// Of this document; grows when a key changes its meaning.
    let format = 1
    let createdAt: String
    let versions: BundleVersions
    let system: BundleSystem
    let checks: [BundleCheck]
    let settings: BundlePart<[BundleSetting]>
    let database: BundleDatabase
    /// How many are in each state.
    let sessions: BundlePart<[String: Int]>
    /// How many are in each state.
    let worktrees: BundlePart<[String: Int]>
    /// The newest ones, oldest first.
    let events: BundlePart<[ReportedEvent]>
    /// Names alone of the variables that change what git, Claude Code and we do.
    let environment: [String]
}

/// The file of the database, and how much is in it.
struct BundleDatabase: Encodable {
    let bytes: BundlePart<Int>
    let logBytes: BundlePart<Int>
    let schemaVersion: BundlePart<Int>
    /// What SQLite finds wrong with it; empty when it is sound.
    let problems: BundlePart<[String]>
    /// By table.
    let rows: BundlePart<[String: Int]>
}
