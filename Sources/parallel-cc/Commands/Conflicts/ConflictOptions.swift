internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The options that select conflicts, for `conflicts list` and `conflicts history`.
struct ConflictOptions: ParsableArguments {
    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Only of this file.", valueName: "path"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("TRIVIAL, STRUCTURAL, SEMANTIC, CONCURRENT_EDIT or UNKNOWN.", valueName: "type"))
    var type: String?

    @Option(help: ArgumentHelp("No more than so many.", valueName: "number"))
    var limit: Int = 20

    @OptionGroup var output: OutputOption

    func validate() throws {
        guard type == nil || conflictType != nil else {
            let names = ConflictType.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--type takes \(names).")
        }
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000.") }
    }

    private var conflictType: ConflictType? { type.flatMap { ConflictType(rawValue: $0.uppercased()) } }

    func filter(_ coordinator: Coordinator) throws(ParallelError) -> ConflictFilter {
        let location = try file.map { path throws(ParallelError) in try ClaimedPath.location(path) }
        var filter = ConflictFilter()
        filter.repository = if let location { location.repository } else { try scope.identity(coordinator) }
        filter.path = location?.path
        filter.type = conflictType
        filter.limit = limit
        return filter
    }
}
