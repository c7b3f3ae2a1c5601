internal import Files
internal import FoundationEssentials
internal import GitKit
internal import HookCore

/// `config.json` of the data directory, for changing it. Unknown entries in it stay.
struct ConfigurationFile {
    let path: String

    /// Returns the bytes, through links; nil where there is no such file.
    /// - Throws: `.fileUnreadable` where something is there that cannot be read, or a link that leads nowhere.
    func read() throws(ParallelError) -> [UInt8]? {
        if let bytes = try AtomicFile.read(path) { return bytes }
        guard AtomicFile.exists(path) else { return nil }
        throw ParallelError(
            .fileUnreadable, operation: "read", subject: path, message: "the file cannot be read",
            cause: "the link leads nowhere")
    }

    /// Changes one dotted name, and removes the names that older programs had for it. A link to the file stays one.
    /// - Throws: the file is then untouched. `.invalidConfiguration` when it is not a JSON object, `.fileUnreadable`,
    ///   `.fileUnwritable`, `.fileChanged` where another program changes it at the same time.
    func set(_ name: String, to value: SettingTree?, removing aliases: [String]) throws(ParallelError) {
        // Of two that set something at once neither undoes the other.
        try DirectoryLock.held(on: FilePath.folder(of: path)) { () throws(ParallelError) in
            let before = try AtomicFile.read(path)
            var root = try tree(before)
            for alias in aliases { root = root.setting(parts(alias), to: nil) ?? .object([:]) }
            root = root.setting(parts(name), to: value) ?? .object([:])
            try AtomicFile.write(bytes(root), to: path, replacing: before, mode: 0o600)
        }
    }

    private func tree(_ bytes: [UInt8]?) throws(ParallelError) -> SettingTree {
        guard let bytes, !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A }) else { return .object([:]) }
        let root: SettingTree
        do {
            root = try JSONDecoder().decode(SettingTree.self, from: Data(bytes))
        } catch {
            throw invalid("it is not valid JSON")
        }
        guard case .object = root else { throw invalid("it holds no JSON object") }
        return root
    }

    private func bytes(_ root: SettingTree) throws(ParallelError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(root)) + [0x0A]
        } catch {
            throw invalid("\(error)")
        }
    }

    private func parts(_ name: String) -> ArraySlice<String> { name.split(separator: ".").map(String.init)[...] }

    private func invalid(_ cause: String) -> ParallelError {
        ParallelError(
            .invalidConfiguration, operation: "change settings", subject: path,
            message: "the settings file cannot be changed", hint: "mend or remove it by hand; it was not touched",
            cause: cause)
    }
}
