internal import CommandLineKit

/// The last column of a list whose rows may be of several repositories: paths and branches say nothing without.
struct RepositoryColumn {
    private let isShown: Bool

    /// - Parameter repositories: the common git directory of each row.
    init(_ repositories: [String]) { isShown = Set(repositories).count > 1 }

    var columns: [TableColumn] { isShown ? [TableColumn("REPOSITORY")] : [] }

    func cells(_ repository: String) -> [TableCell] {
        isShown ? [TableCell(repository.hasSuffix("/.git") ? String(repository.dropLast(5)) : repository)] : []
    }
}
