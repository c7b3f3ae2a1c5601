internal import Coordinator

/// `doctor --bundle`: the facts about an installation that a maintainer needs, without private data of the user.
struct BundleDocument: Encodable {
    /// The version of this document; it grows when a key changes its meaning.
    let format = 1
    let createdAt: String
    let versions: BundleVersions
    let system: BundleSystem
    let checks: [BundleCheck]
    let settings: BundlePart<[BundleSetting]>
    let database: BundleDatabase
    /// The number of sessions in each state.
    let sessions: BundlePart<[String: Int]>
    /// The number of worktrees in each state.
    let worktrees: BundlePart<[String: Int]>
    /// The newest events, oldest first.
    let events: BundlePart<[ReportedEvent]>
    /// The names of the variables that change what git, Claude Code and parallel-cc do, without values.
    let environment: [String]
}

/// The file of the database, and how much is in it.
struct BundleDatabase: Encodable {
    let bytes: BundlePart<Int>
    let logBytes: BundlePart<Int>
    let schemaVersion: BundlePart<Int>
    /// The faults that SQLite finds in it; empty when it is sound.
    let problems: BundlePart<[String]>
    /// The number of rows by table.
    let rows: BundlePart<[String: Int]>
}
