internal import Store

/// An INTENT for every file that a session writes makes many claims; the hook asks for those that keep others out, and for
/// those on one path, while a tool call waits.
enum Migration008 {
    static let claimsByMode = Migration(
        version: 5, name: "claims by mode",
        sql: "CREATE INDEX claims_mode ON claims (repository, mode, kind, path) WHERE ended_at IS NULL")
}
