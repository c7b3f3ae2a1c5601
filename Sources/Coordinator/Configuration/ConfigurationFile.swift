internal import Files
internal import FoundationEssentials
internal import GitKit
internal import HookCore

/// `config.json` of the data directory, for changing it. Unknown entries in it stay.
struct ConfigurationFile {
    let path: String

    /// Changes one dotted name, and removes the names that older programs had for it.
    /// - Throws: `.invalidConfiguration` when the file is not a JSON object; the file is then untouched.
    ///   `.cannotWrite`.
    func set(_ name: String, to value: SettingTree?, removing aliases: [String]) throws(ParallelError) {
        var root = try read()
        for alias in aliases { root = root.setting(parts(alias), to: nil) ?? .object([:]) }
        root = root.setting(parts(name), to: value) ?? .object([:])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let bytes = Array(try encoder.encode(root)) + [0x0A]
            try FileWriter.replace(path, with: bytes, mode: 0o600)
        } catch let error as ParallelError {
            throw error
        } catch {
            throw invalid("\(error)")
        }
    }

    private func read() throws(ParallelError) -> SettingTree {
        guard let bytes = WholeFile.read(path), !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A }) else {
            return .object([:])
        }
        let root: SettingTree
        do {
            root = try JSONDecoder().decode(SettingTree.self, from: Data(bytes))
        } catch {
            throw invalid("it is not valid JSON")
        }
        guard case .object = root else { throw invalid("it holds no JSON object") }
        return root
    }

    private func parts(_ name: String) -> ArraySlice<String> { name.split(separator: ".").map(String.init)[...] }

    private func invalid(_ cause: String) -> ParallelError {
        ParallelError(
            .invalidConfiguration, operation: "change settings", subject: path,
            message: "the settings file cannot be changed", hint: "mend or remove it by hand; it was not touched",
            cause: cause)
    }
}
