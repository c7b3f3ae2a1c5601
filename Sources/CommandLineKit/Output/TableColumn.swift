/// A column of a table.
package struct TableColumn: Equatable, Sendable {
    /// The side on which the text stands.
    package enum Alignment: Sendable {
        case leading
        case trailing
    }

    /// The heading; the column is never narrower than this when headings are shown.
    package let title: String
    /// The side of cells and heading.
    package let alignment: Alignment
    /// The part of a cell that stays when the table is too wide; `nil` never shortens this column.
    package let shortened: TextPart?
    /// The least width that shortening leaves.
    package let minimumWidth: Int

    /// Makes a column; a minimum width below 1 counts as 1.
    package init(_ title: String, alignment: Alignment = .leading, shortened: TextPart? = nil, minimumWidth: Int = 8) {
        self.title = title
        self.alignment = alignment
        self.shortened = shortened
        self.minimumWidth = max(1, minimumWidth)
    }
}
