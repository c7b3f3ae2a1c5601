internal import Exec
internal import Files
internal import GitProgram
internal import HookCore
internal import TaskProtocol

/// One task, from its order to its end.
struct TaskRun {
    let arguments: Arguments
    /// The sandbox's environment.
    let environment: [String: String]
    let report: Report
    private let clock = WorkClock()
    private let begun: Int64

    init(arguments: Arguments, environment: [String: String], report: Report) {
        self.arguments = arguments
        self.environment = Git.unredirected(environment)
        self.report = report
        begun = clock.milliseconds
    }

    /// Does the task.
    /// - Returns: the exit status of the runner.
    func run() -> Int32 {
        if let end = report.earlier.end {
            Program.complain("the task has ended before: \(end.state.rawValue)")
            return Self.exitStatus(of: end)
        }
        report.emit(.began(runner: Program.version, version: TaskOrder.currentVersion))
        let end: TaskEnd
        do throws(ParallelError) {
            end = try work(try OrderReader.read(report.folder))
        } catch {
            end = Self.end(of: error)
        }
        report.emit(.ended(end))
        return Self.exitStatus(of: end)
    }

    private func work(_ order: TaskOrder) throws(ParallelError) -> TaskEnd {
        let workspace = try Workspace(arguments.workspace, task: order.id)
        let supervision = Supervision(clock: clock, deadline: begun + Int64(order.timeoutSeconds) * 1_000)
        let stage = try workspace.take(isGoingOn: report.earlier.hasBegun)
        workspace.endEarlierClaude()
        if stage == .making { try checkOut(order, into: workspace) }
        let snapshots = Snapshots(order, workspace: workspace, environment: environment, report: report)
        let variables = ChildEnvironment.make(order, over: environment, in: workspace)
        let end: TaskEnd
        do throws(ParallelError) {
            if stage != .ready {
                try Setup(order: order, workspace: workspace, environment: variables, report: report)
                    .run(under: supervision)
                try workspace.note(.ready)
            }
            let run = ClaudeRun(
                order: order, program: arguments.claude, workspace: workspace, environment: variables, report: report)
            end = try run.run(under: supervision, snapshots: snapshots)
        } catch {
            end = supervision.cause.map(Self.end(of:)) ?? Self.end(of: error)
        }
        report.emit(.preparing(step: "store the last snapshot"))
        snapshots.takeLast()
        return end
    }

    private func checkOut(_ order: TaskOrder, into workspace: Workspace) throws(ParallelError) {
        report.emit(.preparing(step: "check out"))
        let repository = TaskRepository(
            order.source, workTree: workspace.path, gitDirectory: workspace.gitDirectory, environment: environment)
        try repository.make(pack: report.folder.pack)
        for notice in try repository.checkOut() { report.emit(.warning(message: notice)) }
        try workspace.note(.checkedOut)
    }

    private static func end(of error: ParallelError) -> TaskEnd {
        if let signal = Interruption.caught { return end(of: .cancelled(signal)) }
        return TaskEnd(state: .failed, reason: "\(error)")
    }

    private static func end(of cause: StopCause) -> TaskEnd {
        let (state, reason) = cause.verdict
        return TaskEnd(state: state, reason: reason)
    }

    private static func exitStatus(of end: TaskEnd) -> Int32 {
        switch end.state {
        case .completed: 0
        case .timedOut: 124
        case .cancelled: 128 + (Interruption.caught ?? 15)
        default: end.exitStatus.flatMap { $0 == 0 ? nil : $0 } ?? 1
        }
    }
}
