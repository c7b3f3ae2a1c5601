internal import CommandLineKit
internal import HookCore
internal import Sandbox
internal import Wiring

/// The options of the sandbox itself.
struct SandboxOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The engine: auto or docker.", valueName: "name"))
    var backend = "auto"

    @Option(help: ArgumentHelp("The image of the sandbox.", valueName: "name"))
    var image = RunnerImage.name

    @Option(help: ArgumentHelp("A variable inside; may be given several times.", valueName: "name=value"))
    var env: [String] = []

    @Option(help: ArgumentHelp("Time for everything, as 90s, 45m or 2h.", valueName: "time"))
    var timeout = "1h"

    @Option(help: ArgumentHelp("Processors, as 1.5.", valueName: "number"))
    var cpus: Double?

    @Option(help: ArgumentHelp("Memory, as 512m or 4g.", valueName: "size"))
    var memory = "4g"

    @Option(help: ArgumentHelp("Processes and threads at most.", valueName: "number"))
    var pids = 1024

    @Flag(help: "Keep the sandbox when the task has ended.")
    var keep = false

    /// Sets what the options say.
    /// - Throws: a usage error for a value that cannot be.
    func fill(_ request: inout TaskRequest) throws {
        request.keepsSandbox = keep
        request.timeoutSeconds = try Duration.seconds(timeout, option: "--timeout")
        request.limits = SandboxSpecification.Limits(
            cpus: cpus, memory: try ByteSize.bytes(memory, option: "--memory"), processes: pids)
        if let cpus, !(cpus > 0) { throw ValidationError("--cpus must be above 0") }
        if pids < 16 { throw ValidationError("--pids must be at least 16: Claude needs as many") }
        for pair in env {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw ValidationError("--env '\(pair.displayable)' is no name=value")
            }
            request.environment[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
    }
}

/// A number with a unit, as an option gives it.
enum Duration {
    private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]

    /// Returns seconds; a number without a unit is of seconds.
    static func seconds(_ text: String, option: String) throws -> Int {
        try scaled(text, option: option, units: units, example: "90s, 45m or 2h")
    }
}

/// A number of bytes, as an option gives it.
enum ByteSize {
    private static let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]

    /// Returns bytes; a number without a unit is of bytes.
    static func bytes(_ text: String, option: String) throws -> UInt64 {
        UInt64(try scaled(text, option: option, units: units, example: "512m or 4g"))
    }
}

private func scaled(_ text: String, option: String, units: [Character: Int], example: String) throws -> Int {
    let unit = text.last.flatMap { units[Character($0.lowercased())] }
    let digits = unit == nil ? text : String(text.dropLast())
    let (product, isTooLarge) = (Int(digits) ?? 0).multipliedReportingOverflow(by: unit ?? 1)
    guard digits.allSatisfy(\.isNumber), product > 0, !isTooLarge else {
        throw ValidationError("\(option) '\(text.displayable)' is none; give it as \(example)")
    }
    return product
}
