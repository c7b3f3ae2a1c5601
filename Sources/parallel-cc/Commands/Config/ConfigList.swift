internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import JSON
internal import Wiring

/// `config list`.
struct ConfigList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all settings that hold here, and where they come from.")

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let directory = ProgramEnvironment.current.directory
        let entries = try coordinator.settingEntries(at: directory)
        let warnings = try coordinator.settingWarnings(at: directory)
        let columns = [
            TableColumn("SETTING"), TableColumn("VALUE"), TableColumn("FROM", shortened: .ends),
            TableColumn("MEANING", shortened: .start),
        ]
        try output.list(
            entries, document: Self.document(entries, warnings: warnings), empty: "No settings.", columns: columns
        ) { entry in
            [
                TableCell(entry.key.name), TableCell(SettingText.text(entry)), TableCell(entry.source),
                TableCell(entry.key.summary, .dim),
            ]
        }
        if !output.json { Printer.narrate(lines: warnings.map { "⚠ \($0.displayable)" }) }
    }

    /// Returns the settings as one object, nested as in the files, with `sources` by dotted name, and `warnings`.
    private static func document(_ entries: [SettingEntry], warnings: [String]) -> JSONValue {
        let groups = Dictionary(grouping: entries) { $0.key.name.split(separator: ".").first.map(String.init) ?? "" }
        let settings = groups.map { group, entries in
            JSONValue.Member(
                group,
                value: .object(
                    entries.map { .init(String($0.key.name.dropFirst(group.count + 1)), value: SettingJSON($0).value) })
            )
        }
        let sources = entries.map { JSONValue.Member($0.key.name, value: .string($0.source)) }
        return .object(
            settings + [
                .init("sources", value: .object(sources)),
                .init("warnings", value: .array(warnings.map { .string($0) })),
            ])
    }
}
