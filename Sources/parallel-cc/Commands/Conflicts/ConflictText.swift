internal import CommandLineKit
internal import Coordinator
internal import Integration
internal import Wiring

/// Conflicts as text.
enum ConflictText {
    static func table(_ records: [ConflictRecord]) -> String {
        let repository = RepositoryColumn(records.map(\.repository))
        var table = Table(
            [
                TableColumn("FILE", shortened: .ends), TableColumn("TYPE"), TableColumn("SEVERITY"),
                TableColumn("BETWEEN"), TableColumn("SEEN"), TableColumn("ENDED"), TableColumn("ID"),
            ] + repository.columns)
        for record in records {
            table.append(
                [
                    TableCell(path(record)), TableCell(record.type.rawValue), severity(record.severity),
                    TableCell(sides(record)), TableCell(record.detectedAt), TableCell(end(record)),
                    TableCell(record.id),
                ] + repository.cells(record.repository))
        }
        return table.render(width: Printer.outputTerminal.tableWidth, style: Printer.style)
    }

    /// The details of a conflict: its symbols, why it counts as text, where something breaks.
    static func details(_ record: ConflictRecord) -> [String] {
        let symbols = record.symbols.map { symbol in
            "\(symbol.kind) \(symbol.name): ours \(symbol.ours), theirs \(symbol.theirs)"
        }
        return (symbols + record.notes).map { "  \($0.displayable)" }
    }

    /// A line that says where the conflict is, of what kind, and how severe.
    static func line(_ record: ConflictRecord) -> String {
        let placeCount = record.places == 1 ? "1 place" : "\(record.places) places"
        let summary = record.places == 0 ? record.kind : "\(record.kind), \(placeCount)"
        let clean = record.isCleanMerge ? " (git merges it)" : ""
        let type = "\(record.type.rawValue) \(record.severity.rawValue)"
        return "✗ \(path(record))  \(type): \(summary)\(clean)".displayable
    }

    static func path(_ record: ConflictRecord) -> String { String(decoding: record.path, as: UTF8.self) }

    static func sides(_ record: ConflictRecord) -> String {
        record.source.label.isEmpty && record.target.label.isEmpty
            ? "" : "\(record.source.label) ↔ \(record.target.label.isEmpty ? "?" : record.target.label)"
    }

    private static func end(_ record: ConflictRecord) -> String {
        guard record.resolvedAt != nil else { return "open" }
        return record.strategy?.rawValue ?? "ended"
    }

    private static func severity(_ severity: ConflictSeverity) -> TableCell {
        switch severity {
        case .low: TableCell(severity.rawValue)
        case .medium: TableCell(severity.rawValue, .yellow)
        case .high: TableCell(severity.rawValue, .red)
        }
    }
}
