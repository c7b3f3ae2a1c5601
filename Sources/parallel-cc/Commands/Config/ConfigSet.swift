internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `config set`.
struct ConfigSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change a setting of yours.",
        discussion: "A list takes several values; none empties it. A value that begins with a dash goes after --.")

    @Argument(help: ArgumentHelp("Name of the setting.", valueName: "key"), completion: SettingCompletion.names)
    var key: String

    @Argument(help: ArgumentHelp("The value.", valueName: "value"))
    var values: [String] = []

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let key: String
        let value: SettingJSON
    }

    mutating func run() throws {
        let entry = try Coordinator(.live()).setConfiguration(key: key, texts: values)
        if entry.key.isWithoutEffect { Printer.narrate("\(entry.key.name) has no effect: there is no E2B any more") }
        let document = Document(key: entry.key.name, value: SettingJSON(entry))
        if output.json { return try Printer.answer(json: document, pretty: false) }
        Printer.answer("✓ \(entry.key.name): \(SettingText.text(entry))")
    }
}
