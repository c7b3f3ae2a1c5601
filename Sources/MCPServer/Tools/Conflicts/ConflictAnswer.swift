internal import Coordinator
internal import Integration
internal import JSON

/// The form of conflicts in the answers of tools.
enum ConflictAnswer {
    static let types = ConflictType.allCases.map(\.rawValue)

    static let conflictSchema = JSONSchema.object(
        [
            ("filePath", JSONSchema.text), ("conflictType", JSONSchema.text), ("severity", JSONSchema.text),
            ("kind", JSONSchema.text), ("cleanMerge", JSONSchema.truth),
            (
                "markers",
                JSONSchema.list(
                    of: JSONSchema.object([
                        ("start", JSONSchema.whole), ("divider", JSONSchema.whole), ("end", JSONSchema.whole),
                        ("oursContent", JSONSchema.text), ("theirsContent", JSONSchema.text),
                    ]))
            ),
            (
                "analysis",
                JSONSchema.object([
                    ("language", JSONSchema.textOrNull), ("changesImports", JSONSchema.truth),
                    (
                        "symbols",
                        JSONSchema.list(
                            of: JSONSchema.object([
                                ("name", JSONSchema.text), ("kind", JSONSchema.text), ("ours", JSONSchema.text),
                                ("theirs", JSONSchema.text),
                            ]))
                    ), ("notes", JSONSchema.texts),
                ])
            ),
        ], required: ["filePath", "conflictType", "severity", "kind", "cleanMerge", "markers"])

    static func conflict(_ finding: ConflictFinding, withSymbols: Bool) -> JSONValue {
        .members([
            ("filePath", .string(text(finding.path))), ("conflictType", .string(finding.type.rawValue)),
            ("severity", .string(finding.severity.rawValue)), ("kind", .string(finding.kind)),
            ("cleanMerge", .bool(finding.isCleanMerge)), ("markers", .array(finding.markers.map(marker))),
            ("analysis", .when(withSymbols, value: analysis(finding))),
        ])
    }

    private static func marker(_ marker: ConflictMarker) -> JSONValue {
        [
            "start": .whole(marker.start), "divider": .whole(marker.divider), "end": .whole(marker.end),
            "oursContent": .string(marker.oursContent), "theirsContent": .string(marker.theirsContent),
        ]
    }

    private static func analysis(_ finding: ConflictFinding) -> JSONValue {
        [
            "language": .optional(finding.language), "changesImports": .bool(finding.changesImports),
            "symbols": .array(
                finding.symbols.map { symbol in
                    [
                        "name": .string(symbol.name), "kind": .string(symbol.kind), "ours": .string(symbol.ours),
                        "theirs": .string(symbol.theirs),
                    ]
                }), "notes": .texts(finding.notes),
        ]
    }

    /// Whether the conflict can be expected to need no decision of the user.
    static func isFixable(_ finding: ConflictFinding) -> Bool {
        !finding.isCleanMerge && (finding.type == .trivial || finding.type == .structural && finding.severity == .low)
    }

    static func counts(_ names: [String]) -> JSONValue {
        counts(Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +))
    }

    static func counts(_ counts: [String: Int]) -> JSONValue {
        .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, value: .whole($0.value)) })
    }

    static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

    static func number(_ value: Double) -> JSONValue { .number("\((value * 1_000).rounded() / 1_000)") }
}
