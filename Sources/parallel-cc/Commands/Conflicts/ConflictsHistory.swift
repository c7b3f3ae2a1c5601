internal import CommandLineKit
internal import Coordinator
internal import Integration
internal import Wiring

/// `conflicts history`.
struct ConflictsHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show how conflicts ended, and how many of which kind.")

    @OptionGroup var options: ConflictOptions

    @Option(help: ArgumentHelp("Only those ended by AUTO_FIX, MANUAL, HYBRID or ABANDONED.", valueName: "strategy"))
    var strategy: String?

    @Option(help: ArgumentHelp("Leave out so many of the newest.", valueName: "number"))
    var offset: Int = 0

    func validate() throws {
        guard strategy == nil || resolutionStrategy != nil else {
            let names = ResolutionStrategy.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--strategy takes \(names).")
        }
        guard (0...Int(Int32.max)).contains(offset) else { throw ValidationError("--offset takes 0 or more.") }
    }

    private var resolutionStrategy: ResolutionStrategy? {
        strategy.flatMap { ResolutionStrategy(rawValue: $0.uppercased()) }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        var filter = try options.filter(coordinator)
        filter.isResolved = true
        filter.strategy = resolutionStrategy
        filter.offset = offset
        let found = try Conflicts(coordinator).list(filter)
        if options.output.json {
            return try Printer.answer(json: ConflictHistoryDocument(found, filter: filter))
        }
        if found.records.isEmpty { return Printer.narrate("No conflict has ended yet.") }
        Printer.answer(ConflictText.table(found.records))
        let statistics = found.statistics
        Printer.answer("")
        Printer.answer(
            "Ended: \(statistics.total), by suggestions: \(ConflictHistoryDocument.percent(statistics.autoFixRate))")
        Printer.answer("By type:     \(ConflictHistoryDocument.text(statistics.byType))")
        Printer.answer("By strategy: \(ConflictHistoryDocument.text(statistics.byStrategy))")
    }
}

/// `conflicts history --json`.
struct ConflictHistoryDocument: Encodable {
    struct Statistics: Encodable {
        let totalResolutions: Int
        let autoFixRate: Double
        @ExplicitNull var averageConfidence: Double?
        let byType: [String: Int]
        let byStrategy: [String: Int]
    }

    struct Pagination: Encodable {
        let offset: Int
        let limit: Int
        let total: Int
    }

    let history: [ConflictRow]
    let statistics: Statistics
    let pagination: Pagination

    init(
        _ found: (records: [ConflictRecord], total: Int, statistics: ConflictStatistics), filter: ConflictFilter
    ) {
        history = found.records.map(ConflictRow.init)
        statistics = Statistics(
            totalResolutions: found.statistics.total, autoFixRate: found.statistics.autoFixRate,
            averageConfidence: ExplicitNull(wrappedValue: found.statistics.averageConfidence),
            byType: found.statistics.byType,
            byStrategy: found.statistics.byStrategy)
        pagination = Pagination(offset: filter.offset, limit: filter.limit, total: found.total)
    }

    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    static func text(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
