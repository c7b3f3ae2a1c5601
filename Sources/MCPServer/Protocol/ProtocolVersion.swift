/// Versions of the Model Context Protocol that the server speaks, newest first.
///
/// They differ in nothing that our tools use, so a client's choice among them is simply answered in kind.
enum ProtocolVersion {
    static let supported = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

    /// The one asked for where it is known, else the newest of ours (lifecycle section of the specification).
    static func negotiated(_ asked: String?) -> String {
        guard let asked, supported.contains(asked) else { return supported[0] }
        return asked
    }
}
