/// A version of the Model Context Protocol that the server speaks.
///
/// What an older one does not know is left out of the answers (changelogs at
/// https://modelcontextprotocol.io/specification).
struct ProtocolVersion: Equatable, Sendable {
    /// The day of its publication; they sort as they follow one another.
    let name: String

    /// Newest first.
    static let supported = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"].map(ProtocolVersion.init)
    static let newest = ProtocolVersion(name: "2025-11-25")

    /// The one asked for where it is known, else the newest of ours (lifecycle section of the specification).
    static func negotiated(_ asked: String?) -> ProtocolVersion {
        supported.first { $0.name == asked } ?? newest
    }

    var hasAnnotations: Bool { name >= "2025-03-26" }
    /// `outputSchema`, `structuredContent`, and titles.
    var hasStructuredOutput: Bool { name >= "2025-06-18" }
    /// What a progress notification says besides numbers.
    var hasProgressMessages: Bool { name >= "2025-03-26" }
}
