package import CommandLineKit

/// `--json`, an option of every command that answers.
package struct OutputOption: ParsableArguments {
    /// Whether the answer is one JSON document.
    @Flag(help: "Answer with one JSON document.")
    package var json = false

    /// Makes an option without `--json`, for the parser to fill.
    package init() {}

    /// Answers with a list: one document under `--json`, else a table with a line for each row.
    /// - Parameters:
    ///   - document: the answer under `--json`.
    ///   - empty: the line of narration in place of an empty table.
    ///   - columns: the table's heads.
    ///   - cells: makes the cells of a row, one for each column.
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
