package import CommandLineKit
internal import HookCore

/// The last column of a list whose rows may be of several repositories: without it, paths and branches could be of any.
package struct RepositoryColumn {
    private let isShown: Bool

    /// - Parameter repositories: the common git directory of each row.
    package init(_ repositories: [String]) { isShown = repositories.distinctNames.count > 1 }

    /// The column; empty where all rows are of one repository.
    package var columns: [TableColumn] { isShown ? [TableColumn("REPOSITORY")] : [] }

    /// The cell of a row, without `/.git` at the end; empty where the column is not shown.
    package func cells(_ repository: String) -> [TableCell] {
        isShown ? [TableCell(repository.hasSuffix("/.git") ? String(repository.dropLast(5)) : repository)] : []
    }
}
