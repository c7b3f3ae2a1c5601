internal import CommandLineKit
internal import Coordinator
internal import HookCore

/// `--repo`: only one repository.
struct RepositoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only the repository of this directory; default: all that are known.", valueName: "path"),
        completion: .directory)
    var repo: String?

    /// The common git directory; nil where all repositories are meant.
    func identity(_ coordinator: Coordinator) throws(ParallelError) -> String? {
        guard let repo else { return nil }
        return try coordinator.repositoryIdentity(at: Surroundings.current.absolute(repo))
    }
}
