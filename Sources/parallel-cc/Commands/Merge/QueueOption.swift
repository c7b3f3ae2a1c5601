internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// Which repository's queue is meant.
struct QueueOption: ParsableArguments {
    @OptionGroup var scope: RepositoryOption

    /// The common git directory; that of the repository around us where none is named.
    func repository(_ coordinator: Coordinator) throws(ParallelError) -> String {
        if let named = try scope.identity(coordinator) { return named }
        return try coordinator.repositoryIdentity(at: ProgramEnvironment.current.absolute("."))
    }
}
