internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `worktree restore`: restores from the trash where the worktree still lies there whole, else from its rescue.
struct WorktreeRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring a removed worktree back to its place.")

    @Argument(help: ArgumentHelp("Name or former path of the worktree.", valueName: "worktree"))
    var name: String

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let document = try restore(coordinator)
        if output.json { return try Printer.answer(json: document) }
        Printer.answer(lines: document.lines)
    }

    private func restore(_ coordinator: Coordinator) throws(ParallelError) -> RestorationDocument {
        let path = ProgramEnvironment.current.absolute(name)
        let isMeant = { (former: String) in former.isSame(as: path) || FilePath.name(of: former).isSame(as: name) }
        if let entry = try coordinator.trash().last(where: { $0.id.isSame(as: name) || isMeant($0.path) }) {
            return RestorationDocument(try coordinator.restoreTrash(entry.id), formerBranch: entry.branch)
        }
        let survey = try coordinator.rescueSurvey()
        if let rescue = survey.rescues.last(where: { isMeant($0.worktree) }) {
            let restored = try coordinator.restoreRescue(rescue.id, to: nil)
            return RestorationDocument(restored, formerBranch: rescue.branch)
        }
        throw ParallelError(
            .unknownWorktree, operation: "restore worktree", subject: name,
            message: "neither the trash nor a rescue holds it", hint: "parallel-cc trash list; parallel-cc rescue list",
            cause: survey.warnings.isEmpty ? nil : survey.warnings.joined(separator: "; "))
    }
}
