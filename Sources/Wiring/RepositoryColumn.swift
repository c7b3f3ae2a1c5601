package import CommandLineKit

/// The last column of a list whose rows may be of several repositories: paths and branches say nothing without.
package struct RepositoryColumn {
    private let isShown: Bool

    /// - Parameter repositories: the common git directory of each row.
    package init(_ repositories: [String]) { isShown = Set(repositories).count > 1 }

    package var columns: [TableColumn] { isShown ? [TableColumn("REPOSITORY")] : [] }

    package func cells(_ repository: String) -> [TableCell] {
        isShown ? [TableCell(repository.hasSuffix("/.git") ? String(repository.dropLast(5)) : repository)] : []
    }
}
