/// The directories that matter for the hooks of a repository.
package struct GitHooksPlace: Equatable, Sendable {
    /// The absolute path of git's directory of hooks, as `core.hooksPath` sets it; it need not exist.
    package let directory: String
    /// The absolute path of the common git directory.
    package let commonDirectory: String

    /// Takes both paths as git reports them.
    package init(directory: String, commonDirectory: String) {
        self.directory = directory
        self.commonDirectory = commonDirectory
    }
}
