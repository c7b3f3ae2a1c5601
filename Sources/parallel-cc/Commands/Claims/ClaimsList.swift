internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `claims list`, and plain `claims`.
struct ClaimsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the claims that living sessions hold.")

    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Only claims of this session.", valueName: "id"))
    var session: String?

    @Option(help: ArgumentHelp("Only claims that cover this file.", valueName: "path"), completion: .file())
    var file: String?

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let claims: [ClaimRow]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let claims = try held(coordinator).filter { session == nil || $0.session.id == session }
        let repository = RepositoryColumn(claims.map(\.claim.repository))
        let columns = [
            TableColumn("MODE"), TableColumn("WHAT", shortened: .ends), TableColumn("SESSION"), TableColumn("SINCE"),
            TableColumn("UNTIL"), TableColumn("ID"), TableColumn("WHY"),
        ]
        try output.list(
            claims, document: Document(claims: claims.map(ClaimRow.init), total: claims.count), empty: "No claims.",
            columns: columns + repository.columns
        ) { held in
            [
                TableCell(held.claim.mode.rawValue), TableCell(held.claim.target.label),
                TableCell(held.session.name ?? held.session.worktreeName ?? held.session.id),
                TableCell(held.claim.takenAt), TableCell(held.claim.expiresAt ?? "it ends"),
                TableCell(held.claim.id), TableCell(held.claim.reason ?? ""),
            ] + repository.cells(held.claim.repository)
        }
    }

    private func held(_ coordinator: Coordinator) throws(ParallelError) -> [HeldClaim] {
        guard let file else { return try coordinator.claims(in: scope.identity(coordinator)) }
        let location = try ClaimedPath.location(file)
        return try coordinator.claims(
            meeting: ClaimReach(
                ClaimedPath.target(file, location: location), in: location.repository, at: location.root))
    }
}
