internal import CommandLineKit

/// `budget`: hands everything to the program of unattended work, which has the help, too.
struct BudgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget", abstract: "See what tasks have cost, and what they may cost.", helpNames: [])

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("See parallel-cc help budget.", valueName: "arguments"),
        completion: .list(["status"]))
    var arguments: [String] = []

    mutating func run() throws {
        try CompanionProgram.sandbox.run(["budget"] + arguments)
    }
}

/// `budget-status`: the same as `budget status`.
struct BudgetStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-status", abstract: "The same as budget status.", helpNames: [])

    @OptionGroup var passed: PassedArguments

    mutating func run() throws {
        try CompanionProgram.sandbox.run(["budget", "status"] + passed.words)
    }
}
