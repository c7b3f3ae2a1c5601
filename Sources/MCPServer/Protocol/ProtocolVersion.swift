/// A version of the Model Context Protocol that the server speaks.
///
/// Features that an older version lacks are left out of the answers (changelogs at
/// https://modelcontextprotocol.io/specification).
struct ProtocolVersion: Equatable, Sendable {
    /// The day of publication; the names sort in the order of the versions.
    let name: String

    /// The supported versions, newest first.
    static let supported = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"].map(ProtocolVersion.init)
    static let newest = ProtocolVersion(name: "2025-11-25")

    /// The version that the client asks for where it is known, else the newest of ours (lifecycle section of the
    /// specification).
    static func negotiated(_ asked: String?) -> ProtocolVersion {
        supported.first { $0.name == asked } ?? newest
    }

    var hasAnnotations: Bool { name >= "2025-03-26" }
    /// Whether there are `outputSchema`, `structuredContent`, and titles.
    var hasStructuredOutput: Bool { name >= "2025-06-18" }
    /// Whether a progress notification may have a text.
    var hasProgressMessages: Bool { name >= "2025-03-26" }
}
