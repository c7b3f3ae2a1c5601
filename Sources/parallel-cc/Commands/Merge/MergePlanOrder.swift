internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `merge plan`.
struct MergePlanOrder: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Propose an order of merging in which the fewest branches conflict.",
        discussion: """
            Branches of the main checkout and of living sessions, uncommitted work included. Which conflict anyway, \
            and where, is said as well. The exit status is 0 also then.
            """)

    @Option(
        help: ArgumentHelp("A directory of the repository; default: here.", valueName: "path"), completion: .directory)
    var repo: String?

    @Option(help: ArgumentHelp("The branch to merge into; default: found.", valueName: "ref"))
    var target: String?

    @Flag(help: "Every worktree, not only those of living sessions.")
    var all = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        if target?.isEmpty == true { throw ValidationError("--target takes a branch.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let plan = try Radar(coordinator).plan(
            RadarRequest(directory: ProgramEnvironment.current.absolute(repo ?? "."), target: target, includesAll: all))
        if output.json { return try Printer.answer(json: MergePlanDocument(plan)) }
        Printer.answer(lines: lines(plan))
    }

    /// The name of a node: `main*` is the uncommitted work there, `main` the branch.
    private static func name(_ node: RadarNode) -> String {
        node.name.displayable + (node.isDirty == true ? "*" : "")
    }

    private func lines(_ plan: MergePlan) -> [String] {
        let target = (plan.report.target ?? "").displayable
        if plan.steps.isEmpty {
            let whose = all ? "No worktree" : "No living session's worktree (--all: no worktree at all)"
            return ["\(whose) has anything to merge into \(target). Other branches: parallel-cc merge status"]
        }
        var lines = ["Into \(target), \(plan.cleanCount) of \(plan.steps.count) without a conflict:"]
        for (number, step) in plan.steps.enumerated() {
            lines.append("  \(number + 1). \(Self.name(step.node))")
            for conflict in step.conflicts {
                let files = conflict.files.prefix(5).map(\.text.displayable).joined(separator: ", ")
                let rest = conflict.files.count > 5 ? ", … \(conflict.files.count - 5) more" : ""
                lines.append("       conflicts with \(Self.name(conflict.with)): \(files)\(rest)")
            }
            if !step.unknown.isEmpty {
                lines.append("       not known: \(step.unknown.map(Self.name).joined(separator: ", "))")
            }
        }
        return lines
    }
}
