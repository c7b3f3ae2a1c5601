internal import Coordinator
package import Files
package import GitKit

/// A conflicting part of a file, as the lines of a file with conflict markers.
package struct ConflictMarker: Codable, Equatable, Sendable {
    /// The line of `<<<<<<<`, counted from 1.
    package let start: Int
    /// The line of `=======`, counted from 1.
    package let divider: Int
    /// The line of `>>>>>>>`, counted from 1.
    package let end: Int
    /// The text of ours. Invalid UTF-8 is replaced, and the text is cut after 4096 bytes.
    package let oursContent: String
    /// The text of theirs, in the same form.
    package let theirsContent: String
}

/// A symbol on which the sides conflict.
package struct ConflictSymbol: Codable, Equatable, Sendable {
    /// The name with the names of the enclosing symbols: `Outer.inner`.
    package let name: String
    /// The symbol's kind: `function`, `type`, …
    package let kind: String
    /// The change in ours: `body changed`, `renamed to x`, …
    package let ours: String
    /// The change in theirs.
    package let theirs: String
}

/// A file in conflict, after it was examined.
package struct ConflictFinding: Equatable, Sendable {
    /// The versions of the file on both sides and in the base.
    package let stages: MergeStages
    /// The conflict's kind: `content`, `both added`, `both deleted`, `modify/delete`, `type`, `binary`, `link`,
    /// `submodule`, `too large` or `broken use`.
    package let kind: String
    /// The conflict's type by the syntax trees.
    package private(set) var type: ConflictType
    /// The severity that follows from the type and the number of parts.
    package private(set) var severity: ConflictSeverity
    /// The conflicting parts, in the order of the file.
    package let markers: [ConflictMarker]
    /// The symbols on which the sides conflict; empty for text.
    package let symbols: [ConflictSymbol]
    /// The language by which the file was parsed; nil for text.
    package let language: String?
    /// Further facts: why it was compared as text, which parts cannot be parsed, what is broken where.
    package let notes: [String]
    /// Whether git merges the file without a conflict.
    package private(set) var isCleanMerge = false
    /// Whether the sides changed imports or exports.
    package let changesImports: Bool

    /// Makes a finding. The severity follows from the type and the number of markers.
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

    /// The path inside the repository.
    package var path: PathBytes { stages.path }

    /// The kind of a use that git merges, or could merge, and that is broken all the same.
    package static let brokenUse = "broken use"

    /// Whether the finding is a broken use.
    package var isBrokenUse: Bool { kind == Self.brokenUse }

    /// Returns the finding as semantic if one side uses something in the file that the other side has removed.
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
