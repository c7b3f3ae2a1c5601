/// One column of a table.
package struct TableColumn: Equatable, Sendable {
    /// On which side the text stands.
    package enum Alignment: Sendable {
        case leading
        case trailing
    }

    /// The heading; the column is never narrower than this when headings are shown.
    package let title: String
    package let alignment: Alignment
    /// Which part of a cell stays when the table is too wide; `nil` never shortens this column.
    package let shortened: TextPart?
    /// The columns that shortening leaves.
    package let minimumWidth: Int

    package init(_ title: String, alignment: Alignment = .leading, shortened: TextPart? = nil, minimumWidth: Int = 8) {
        self.title = title
        self.alignment = alignment
        self.shortened = shortened
        self.minimumWidth = max(1, minimumWidth)
    }
}
