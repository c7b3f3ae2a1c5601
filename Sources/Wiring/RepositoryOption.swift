package import CommandLineKit
package import Coordinator
package import HookCore

/// `--repo`: limits a command to one repository.
package struct RepositoryOption: ParsableArguments {
    /// Makes an empty option, for the parser to fill.
    package init() {}

    /// The typed directory; nil where the option was not given.
    @Option(
        help: ArgumentHelp("Only the repository of this directory; default: all that are known.", valueName: "path"),
        completion: .directory)
    package var repo: String?

    /// The common git directory; nil where all repositories are meant.
    package func identity(_ coordinator: Coordinator) throws(ParallelError) -> String? {
        guard let repo else { return nil }
        return try coordinator.repositoryIdentity(at: ProgramEnvironment.current.absolute(repo))
    }
}
