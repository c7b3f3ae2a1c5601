internal import Coordinator
internal import GitKit
internal import HookCore
internal import Syntax

/// Finds the kind of conflict of a file.
struct ConflictAssessor {
    /// The size of the largest file that is examined, in bytes.
    static let maxBytes = 16 << 20

    let grammars: Grammars

    /// Examines one file.
    /// - Parameter blobs: contents by id; a missing one was too large.
    func assess(_ stages: MergeStages, blobs: [String: [UInt8]]) throws(ParallelError) -> ConflictFinding {
        guard stages.isContentConflict else { return withoutContent(stages) }
        guard let versions = versions(stages, blobs: blobs) else {
            return ConflictFinding(stages, kind: "too large", type: .unknown, notes: ["too large to look into"])
        }
        if versions.isBinary { return ConflictFinding(stages, kind: "binary", type: .unknown) }
        return try assess(versions)
    }

    /// Returns the contents of the stages; nil when one was too large.
    func versions(_ stages: MergeStages, blobs: [String: [UInt8]]) -> FileVersions? {
        guard let ours = stages.ours.flatMap({ blobs[$0.id] }), let theirs = stages.theirs.flatMap({ blobs[$0.id] })
        else {
            return nil
        }
        let base = stages.base.map { blobs[$0.id] } ?? []
        guard let base else { return nil }
        return FileVersions(stages, base: base, ours: ours, theirs: theirs, grammars: grammars)
    }

    private func withoutContent(_ stages: MergeStages) -> ConflictFinding {
        let modes = Set(stages.versions.map(\.mode))
        let kind =
            if modes.contains("160000") {
                "submodule"
            } else if modes.contains("120000") {
                "link"
            } else if stages.ours == nil || stages.theirs == nil {
                stages.ours == nil && stages.theirs == nil ? "both deleted" : "modify/delete"
            } else {
                "type"
            }
        let notes =
            kind == "modify/delete" && stages.base == nil
            ? ["only one side has it under this name: it comes from a rename"] : []
        return ConflictFinding(stages, kind: kind, type: .unknown, notes: notes)
    }

    private func assess(_ file: FileVersions) throws(ParallelError) -> ConflictFinding {
        let detailed = try TextMerge(base: file.base, ours: file.ours, theirs: file.theirs, isDetailed: true)
        let markers = Self.markers(detailed)
        let kind = file.stages.base == nil ? "both added" : "content"
        let whole = try TextMerge(base: file.base, ours: file.ours, theirs: file.theirs)
        if TrivialResolution(whole, versions: file, with: grammars) != nil {
            return ConflictFinding(file.stages, kind: kind, type: .trivial, markers: markers)
        }
        let apart =
            whole.conflicts > 0
            ? []
            : ["the lines of the sides do not meet: it is git's merge settings or attributes that leave it undecided"]
        switch file.trees {
        case .failure(let failure):
            return ConflictFinding(
                file.stages, kind: kind, type: .concurrentEdit, markers: markers,
                notes: apart + ["compared as text: \(failure.reason)"])
        case .success(let trees):
            let symbolConflicts = SymbolConflicts(base: trees.base, ours: trees.ours, theirs: trees.theirs)
            return ConflictFinding(
                file.stages, kind: kind, type: Self.type(symbolConflicts, trees: trees), markers: markers,
                symbols: symbolConflicts.symbols,
                language: trees.ours.language.title,
                notes: apart + Self.syntaxNotes(ours: trees.ours, theirs: trees.theirs),
                changesImports: symbolConflicts.changesImports)
        }
    }

    /// Returns the type. That no symbol was changed by both sides is only stated when all symbols were understood.
    private static func type(
        _ symbolConflicts: SymbolConflicts, trees: (base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile)
    ) -> ConflictType {
        let isDoubtful = [trees.ours, trees.theirs].contains { $0.isLessUnderstood(than: trees.base) }
        return isDoubtful && symbolConflicts.type == .structural ? .concurrentEdit : symbolConflicts.type
    }

    private static func syntaxNotes(ours: SyntaxFile, theirs: SyntaxFile) -> [String] {
        [("ours", ours), ("theirs", theirs)].compactMap { side, file in
            // Newer syntax and a mistake look the same here: valid code may be younger than its grammar.
            file.errors == 0
                ? nil
                : "\(side) has \(file.errors) place\(file.errors == 1 ? "" : "s") "
                    + "that the \(file.language.title) grammar "
                    + "of \(file.language.grammarYear) does not understand: newer syntax, or a mistake"
        }
    }

    private static func markers(_ merge: TextMerge) -> [ConflictMarker] {
        var line = 0
        var markers: [ConflictMarker] = []
        for chunk in merge.chunks {
            switch chunk {
            case .agreed(let bytes): line += bytes.count { $0 == 0x0A }
            case .conflict(_, let ours, let theirs):
                let start = line + 1
                let divider = start + ours.count { $0 == 0x0A } + 1
                line = divider + theirs.count { $0 == 0x0A } + 1
                markers.append(
                    ConflictMarker(
                        start: start, divider: divider, end: line, oursContent: shown(ours),
                        theirsContent: shown(theirs)))
            }
        }
        return markers
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        let limit = 4_096
        return String(decoding: bytes.prefix(limit), as: UTF8.self) + (bytes.count > limit ? "\n…" : "")
    }
}
