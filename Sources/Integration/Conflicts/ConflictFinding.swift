internal import Coordinator
package import Files
package import GitKit

/// One place in conflict, as the lines of a file with markers.
package struct ConflictMarker: Codable, Equatable, Sendable {
    /// The lines of `<<<<<<<`, `=======` and `>>>>>>>`, counted from 1.
    package let start: Int
    package let divider: Int
    package let end: Int
    /// Invalid UTF-8 is replaced; cut after some kilobytes.
    package let oursContent: String
    package let theirsContent: String
}

/// A symbol on which the sides conflict.
package struct ConflictSymbol: Codable, Equatable, Sendable {
    /// With what is around it: `Outer.inner`.
    package let name: String
    /// `function`, `type`, …
    package let kind: String
    /// What each side did to it: `body changed`, `renamed to x`, …
    package let ours: String
    package let theirs: String
}

/// One file in conflict, looked at.
package struct ConflictFinding: Equatable, Sendable {
    package let stages: MergeStages
    /// `content`, `both added`, `modify/delete`, `binary`, `link`, `submodule`, `too large`, `broken use`.
    package let kind: String
    package private(set) var type: ConflictType
    package private(set) var severity: ConflictSeverity
    package let markers: [ConflictMarker]
    package let symbols: [ConflictSymbol]
    /// The language that it was read as; nil for text.
    package let language: String?
    /// What else must be known: why it was compared as text, what cannot be parsed, what is broken where.
    package let notes: [String]
    /// Whether git merges the file without complaint all the same.
    package private(set) var isCleanMerge = false
    /// Whether the sides changed imports or exports.
    package let changesImports: Bool

    package init(
        _ stages: MergeStages, kind: String, type: ConflictType, markers: [ConflictMarker] = [],
        symbols: [ConflictSymbol] = [], language: String? = nil, notes: [String] = [],
        changesImports: Bool = false
    ) {
        self.stages = stages
        self.kind = kind
        self.type = type
        severity = type.severity(places: markers.count)
        self.markers = markers
        self.symbols = symbols
        self.language = language
        self.notes = notes
        self.changesImports = changesImports
    }

    package var path: PathBytes { stages.path }

    /// The kind of what git merges, or could, and is broken all the same.
    package static let brokenUse = "broken use"

    package var isBrokenUse: Bool { kind == Self.brokenUse }

    /// What it is if one side uses in the file what the other has taken away, whatever the places in conflict are like.
    /// - Parameter broken: the broken uses of all files.
    func joined(by broken: [ConflictFinding]) -> ConflictFinding {
        guard type != .unknown, broken.contains(where: { $0.path == path }) else { return self }
        var copy = self
        copy.type = .semantic
        copy.severity = copy.type.severity(places: markers.count)
        return copy
    }

    func cleanly(_ isClean: Bool) -> ConflictFinding {
        var copy = self
        copy.isCleanMerge = isClean
        return copy
    }
}
