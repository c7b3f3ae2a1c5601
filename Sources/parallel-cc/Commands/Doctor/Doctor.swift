internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `doctor`: checks everything that must be right for the program to work.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the installation, and say what to do about what is wrong.",
        discussion: """
            Exits 3 when something does not work. --fix mends only what cannot lose anything. --bundle writes one file \
            for a bug report: versions, settings, findings and the last events, without names, paths, contents of \
            files or secrets. Read it before you send it.
            """)

    @Flag(help: "Mend what is safe to mend.")
    var fix = false

    @Option(
        help: ArgumentHelp("Write a redacted report to this new file instead of the findings.", valueName: "file"),
        completion: .file())
    var bundle: String?

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success: Bool
        let version: String
        let checks: [Finding]
    }

    private struct BundleAnswer: Encodable {
        let success = true
        let path: String
    }

    func validate() throws {
        if fix && bundle != nil { throw ValidationError("--bundle tells how things are; --fix goes without it.") }
    }

    mutating func run() throws {
        let surroundings = ProgramEnvironment.current
        let data = DataChecks(surroundings: surroundings, fix: fix)
        var findings = ProgramChecks(surroundings: surroundings).findings + data.directory
        let (database, coordinator) = data.database()
        findings += [data.library] + database
        findings += InstallationChecks(surroundings: surroundings, fix: fix).findings
        if let coordinator { findings += LeftoverChecks(coordinator: coordinator, fix: fix).findings }
        let isBad = findings.contains { $0.status == .bad }
        if let bundle {
            let path = surroundings.absolute(bundle)
            let maker = BundleMaker(surroundings: surroundings, findings: findings, coordinator: coordinator)
            try BundleFile.write(maker.document, to: path)
            try say(written: path, typed: bundle)
        } else if output.json {
            try Printer.answer(json: Document(success: !isBad, version: Version.text, checks: findings))
        } else {
            for finding in findings { Self.show(finding) }
        }
        if isBad { throw ExitCode.bad }
    }

    private func say(written path: String, typed: String) throws {
        if output.json { return try Printer.answer(json: BundleAnswer(path: path)) }
        Printer.answer("Wrote \(typed.displayable). Read it before you send it.")
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
