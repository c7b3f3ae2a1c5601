internal import Coordinator
internal import Store

/// The kind of a conflict, by the syntax trees of the whole files.
package enum ConflictType: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    /// The sides differ in blanks only, or one side changed only blanks.
    case trivial = "TRIVIAL"
    /// No symbol was changed by both sides: additions, imports, changes next to one another.
    case structural = "STRUCTURAL"
    /// Both sides changed the same symbol, or one side uses something that the other removed.
    case semantic = "SEMANTIC"
    /// Both sides changed the same part of a text that cannot be parsed as code.
    case concurrentEdit = "CONCURRENT_EDIT"
    /// There is no text: binary files, links, submodules, a side that deleted the file.
    case unknown = "UNKNOWN"

    /// Returns the severity.
    /// - Parameter places: the number of conflicting parts of the file.
    package func severity(places: Int) -> ConflictSeverity {
        switch self {
        case .trivial: .low
        case .structural: places > 2 ? .medium : .low
        case .semantic, .concurrentEdit: places > 2 ? .high : .medium
        case .unknown: .high
        }
    }
}

/// The severity of a conflict.
package enum ConflictSeverity: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
}
