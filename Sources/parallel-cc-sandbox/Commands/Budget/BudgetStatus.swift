internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// `budget status`.
struct BudgetStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what tasks have cost in a period.",
        discussion: """
            These are the numbers that Claude has reckoned for tasks in sandboxes, not the bill. Days, weeks and \
            months are those of UTC; weeks begin on Monday.
            """)

    @Option(
        help: ArgumentHelp("daily, weekly or monthly.", valueName: "period"),
        completion: .list(BudgetPeriod.allCases.map(\.rawValue)), transform: Self.period)
    var period = BudgetPeriod.monthly

    @OptionGroup var output: OutputOption

    private static func period(_ text: String) throws -> BudgetPeriod {
        guard let period = BudgetPeriod(rawValue: text) else { throw ValidationError("give daily, weekly or monthly") }
        return period
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let overview = try BudgetOverview(period, of: coordinator, settings: settings(coordinator))
        if output.json { return try Printer.answer(json: BudgetDocument(overview)) }
        for table in BudgetTables(overview).texts(Printer.outputTerminal.tableWidth) { Printer.answer(table) }
    }

    /// The settings in force here: those of the repository around, where there is one.
    private func settings(_ coordinator: Coordinator) throws(ParallelError) -> BudgetSettings {
        let place = ProgramEnvironment.current.place(nil)
        let repository = try? coordinator.repositoryIdentity(at: place)
        return BudgetSettings(try coordinator.settings(ofRepository: repository ?? place))
    }
}
