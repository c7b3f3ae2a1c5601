/// Where git looks for the hooks of a repository.
package struct GitHooksPlace: Equatable, Sendable {
    /// Absolute; need not exist. Follows `core.hooksPath`.
    package let directory: String
    /// The common git directory; absolute.
    package let commonDirectory: String

    package init(directory: String, commonDirectory: String) {
        self.directory = directory
        self.commonDirectory = commonDirectory
    }
}
