/// Rows of cells, aligned by the columns that they take on a terminal.
package struct Table: Equatable, Sendable {
    private static let gap = "  "

    /// The columns, from left to right.
    package let columns: [TableColumn]
    /// The rows so far, each with one cell for every column.
    package private(set) var rows: [[TableCell]] = []

    /// Makes a table without rows.
    package init(_ columns: [TableColumn]) { self.columns = columns }

    /// Adds a row. Missing cells at its end are empty.
    ///
    /// - Precondition: there are not more cells than columns.
    package mutating func append(_ cells: [TableCell]) {
        precondition(cells.count <= columns.count, "A table row has more cells than the table has columns.")
        rows.append(cells + Array(repeating: TableCell(""), count: columns.count - cells.count))
    }

    /// Returns the table as text, one line per row, without trailing spaces and without a final newline; "" when it has
    /// no rows.
    ///
    /// - Parameters:
    ///   - width: the columns to fit into, by shortening the columns that allow it; `nil` shows everything. A table
    ///     that cannot be shortened enough stays too wide.
    ///   - style: the colours of cells and headings.
    ///   - hasHeadings: whether the first line names the columns.
    package func render(width: Int? = nil, style: Style = .plain, hasHeadings: Bool = true) -> String {
        guard !rows.isEmpty else { return "" }
        let widths = fittedWidths(width, hasHeadings: hasHeadings)
        var lines = rows.map { line($0, widths: widths, in: style) }
        if hasHeadings {
            lines.insert(line(columns.map { TableCell($0.title, .bold) }, widths: widths, in: style), at: 0)
        }
        return lines.joined(separator: "\n")
    }

    private func fittedWidths(_ limit: Int?, hasHeadings: Bool) -> [Int] {
        let natural = columns.indices.map { index in
            let heading = hasHeadings ? columns[index].title.displayWidth : 0
            return rows.reduce(heading) { max($0, $1[index].text.displayWidth) }
        }
        guard let limit else { return natural }
        let floors = columns.indices.map { index in
            guard columns[index].shortened != nil else { return natural[index] }
            let heading = hasHeadings ? columns[index].title.displayWidth : 0
            return min(natural[index], max(columns[index].minimumWidth, heading))
        }
        return Self.shrink(natural: natural, floors: floors, to: limit - Self.gap.count * (columns.count - 1))
    }

    /// Takes one column at a time from the widest column that may be shortened, until the sum fits.
    private static func shrink(natural: [Int], floors: [Int], to limit: Int) -> [Int] {
        // No column needs more than the limit: this keeps the loop short for any cells.
        var widths = zip(natural, floors).map { max($1, min($0, max(limit, 0))) }
        while widths.reduce(0, +) > limit {
            let candidates = widths.indices.filter { widths[$0] > floors[$0] }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [TableCell], widths: [Int], in style: Style) -> String {
        // No spaces follow the last text of a line.
        let last = cells.lastIndex { !$0.text.isEmpty } ?? -1
        let parts = cells.indices.prefix(last + 1).map { index in
            let column = columns[index]
            let text = cells[index].text.truncated(to: widths[index], keeping: column.shortened ?? .start)
            let spaces = String(repeating: " ", count: max(0, widths[index] - text.displayWidth))
            let coloured = style.apply(cells[index].attributes, to: text)
            if column.alignment == .trailing { return spaces + coloured }
            return index == last ? coloured : coloured + spaces
        }
        return parts.joined(separator: Self.gap)
    }
}
