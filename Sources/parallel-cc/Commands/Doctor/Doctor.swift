internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `doctor`: looks at everything that must be right for the program to work.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the installation, and say what to do about what is wrong.",
        discussion: "Exits 3 when something does not work. --fix mends only what cannot lose anything.")

    @Flag(help: "Mend what is safe to mend.")
    var fix = false

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success: Bool
        let version: String
        let checks: [Finding]
    }

    mutating func run() throws {
        let surroundings = Surroundings.current
        let data = DataChecks(surroundings: surroundings, fix: fix)
        var findings = ProgramChecks(surroundings: surroundings).findings + data.directory
        let (database, coordinator) = data.database()
        findings += [data.library] + database
        findings += InstallationChecks(surroundings: surroundings, fix: fix).findings
        if let coordinator { findings += LeftoverChecks(coordinator: coordinator, fix: fix).findings }
        let isBad = findings.contains { $0.status == .bad }
        if output.json {
            try Printer.answer(json: Document(success: !isBad, version: Version.text, checks: findings))
        } else {
            for finding in findings { Self.show(finding) }
        }
        if isBad { throw ExitCode(3) }
    }

    private static func show(_ finding: Finding) {
        let (mark, colour): (String, Style.Attribute) =
            switch finding.status {
            case .good: ("✓", .green)
            case .notice: ("⚠", .yellow)
            case .bad: ("✗", .red)
            case .mended: ("✓", .cyan)
            }
        let mended = finding.status == .mended ? " (mended)" : ""
        let text = "\(finding.check): \(finding.message.displayable)\(mended)"
        Printer.answer("\(Printer.style.apply(colour, to: mark)) \(text)")
        if let remedy = finding.remedy { Printer.answer("    \(remedy.displayable)") }
    }
}
