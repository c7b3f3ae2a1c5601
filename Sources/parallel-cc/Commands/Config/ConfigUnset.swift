internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `config unset`.
struct ConfigUnset: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Take a setting of yours back to its default.")

    @Argument(help: ArgumentHelp("Name of the setting.", valueName: "key"), completion: SettingCompletion.names)
    var key: String

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let key: String
        let value: SettingJSON
    }

    mutating func run() throws {
        let entry = try Coordinator(.live()).unsetConfiguration(key: key)
        if output.json {
            let document = Document(key: entry.key.name, value: SettingJSON(entry))
            return try Printer.answer(json: document, pretty: false)
        }
        Printer.answer("✓ \(entry.key.name): \(SettingText.text(entry)) (default)")
    }
}
