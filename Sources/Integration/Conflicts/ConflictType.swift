internal import Coordinator
internal import Store

/// The kind of a conflict, by the syntax trees of the whole files.
package enum ConflictType: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    /// The sides differ in blanks only, or one side changed nothing else.
    case trivial = "TRIVIAL"
    /// No symbol was changed by both sides: additions, imports, changes next to one another.
    case structural = "STRUCTURAL"
    /// Both sides changed the same symbol, or one uses what the other took away.
    case semantic = "SEMANTIC"
    /// Both sides changed the same place of something that we cannot read as code.
    case concurrentEdit = "CONCURRENT_EDIT"
    /// No text: binary files, links, submodules, a side that deleted the file.
    case unknown = "UNKNOWN"

    /// How bad it is.
    /// - Parameter places: how many places of the file are in conflict.
    package func severity(places: Int) -> ConflictSeverity {
        switch self {
        case .trivial: .low
        case .structural: places > 2 ? .medium : .low
        case .semantic, .concurrentEdit: places > 2 ? .high : .medium
        case .unknown: .high
        }
    }
}

/// How bad a conflict is.
package enum ConflictSeverity: String, CaseIterable, Codable, Sendable, ColumnConvertible {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
}
