internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `config get`.
struct ConfigGet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show the value of a setting that holds here.")

    @Argument(help: ArgumentHelp("Name of the setting.", valueName: "key"), completion: SettingCompletion.names)
    var key: String

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let key: String
        let value: SettingJSON
        let source: String
    }

    mutating func run() throws {
        let entry = try Coordinator(.live()).settingEntry(key, at: ProgramEnvironment.current.directory)
        let document = Document(key: entry.key.name, value: SettingJSON(entry), source: entry.source)
        if output.json { return try Printer.answer(json: document, pretty: false) }
        Printer.answer("\(entry.key.name): \(SettingText.text(entry))")
    }
}
