package import CommandLineKit

/// `--json`, which every command that answers has.
package struct OutputOption: ParsableArguments {
    @Flag(help: "Answer with one JSON document.")
    package var json = false

    package init() {}

    /// Answers with a list: one document under `--json`, else a table with a line for each row.
    /// - Parameters:
    ///   - document: what is printed under `--json`.
    ///   - empty: the line of narration in place of an empty table.
    ///   - columns: the table's heads.
    ///   - cells: one for each column.
    package func list<Row>(
        _ rows: [Row], document: some Encodable, empty: String, columns: [TableColumn], cells: (Row) -> [TableCell]
    ) throws {
        if json { return try Printer.answer(json: document) }
        if rows.isEmpty { return Printer.narrate(empty) }
        var table = Table(columns)
        for row in rows { table.append(cells(row)) }
        Printer.answer(table)
    }
}
