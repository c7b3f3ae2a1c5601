internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// The option that names the repository of a queue.
struct QueueOption: ParsableArguments {
    @OptionGroup var scope: RepositoryOption

    /// The common git directory of the named repository, or of the one around the working directory.
    func repository(_ coordinator: Coordinator) throws(ParallelError) -> String {
        if let named = try scope.identity(coordinator) { return named }
        return try coordinator.repositoryIdentity(at: ProgramEnvironment.current.absolute("."))
    }
}
