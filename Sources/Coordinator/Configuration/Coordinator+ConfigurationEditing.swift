internal import Files
internal import GitKit
package import HookCore
internal import JSON

extension Coordinator {
    /// Returns all settings with the value in force and its source, sorted by name.
    /// - Parameter directory: a directory whose repository's settings count, too; nil or outside a repository: only the
    ///   user's own.
    package func settingEntries(at directory: String?) throws(ParallelError) -> [SettingEntry] {
        let repository = directory.flatMap { try? self.repository(at: $0) }
        let settings = if let repository { try self.settings(for: repository) } else { configuration }
        let userFile = context.dataDirectory + "/config.json"
        let ofUser = names(in: (try? file.read()) ?? nil)
        let ofRepository = repository.map { names(in: WholeFile.read(settingsFile(of: $0))) } ?? []
        return ConfigurationKey.all.map { key in
            let source: String =
                if isOverridden(key) {
                    "environment"
                } else if let repository, ofRepository.contains(key.name),
                    settings.holds(key, of: settingsFile(of: repository))
                {
                    settingsFile(of: repository)
                } else if ofUser.contains(key.name) && settings.values[key.name] != nil {
                    userFile
                } else {
                    "default"
                }
            return SettingEntry(key: key, value: settings.value(key.name), source: source)
        }
    }

    /// Returns the warnings about the settings in force around a directory.
    package func settingWarnings(at directory: String?) throws(ParallelError) -> [String] {
        guard let directory, let repository = try? self.repository(at: directory) else { return configuration.warnings }
        return try settings(for: repository).warnings
    }

    /// Returns the value in force of one setting, and its source.
    /// - Throws: `.invalidConfiguration` for an unknown name, with the nearest known one.
    package func settingEntry(_ name: String, at directory: String?) throws(ParallelError) -> SettingEntry {
        let key = try knownKey(name)
        let entries = try settingEntries(at: directory)
        return entries.first { $0.key.name == key.name }
            ?? SettingEntry(key: key, value: key.defaultValue, source: "default")
    }

    /// Sets a value in the user's `config.json`. Lists take several texts, all other settings take one.
    /// - Throws: `.invalidConfiguration` for an unknown name, an unfitting value, a broken file; `.cannotWrite`.
    package func setConfiguration(key name: String, texts: [String]) throws(ParallelError) -> SettingEntry {
        let key = try knownKey(name)
        guard let value = parse(texts, kind: key.kind) else {
            throw ParallelError(
                .invalidConfiguration, operation: "set \(key.name)", subject: texts.joined(separator: " "),
                message: "the value does not fit", hint: "\(key.name) is \(key.kind.expectation)")
        }
        try file.set(key.name, to: node(value, kind: key.kind), removing: key.aliases)
        return SettingEntry(key: key, value: value, source: file.path)
    }

    /// Removes a value from the user's `config.json`, so that the default is in force again.
    /// - Throws: the codes of `setConfiguration`.
    package func unsetConfiguration(key name: String) throws(ParallelError) -> SettingEntry {
        let key = try knownKey(name)
        try file.set(key.name, to: nil, removing: key.aliases)
        return SettingEntry(key: key, value: key.defaultValue, source: "default")
    }

    /// Trusts the present contents of the settings file of the repository around a directory.
    /// - Returns: the file's path, and the settings in it that need the trust, by name.
    /// - Throws: `.invalidConfiguration` when there is no such file.
    package func trustSettings(
        at directory: String
    ) throws(ParallelError) -> (path: String, settings: [(name: String, value: SettingValue)]) {
        let repository = try repository(at: directory)
        let path = settingsFile(of: repository)
        let layer = Configuration.parse(try trustSettings(of: repository)) ?? [:]
        let risky = layer.filter { ConfigurationKey.find($0.key)?.mayNeedTrust == true }
            .sorted { $0.key < $1.key }
        return (path, risky.map { ($0.key, $0.value) })
    }

    private var file: ConfigurationFile { ConfigurationFile(path: context.dataDirectory + "/config.json") }

    private func knownKey(_ name: String) throws(ParallelError) -> ConfigurationKey {
        if let key = ConfigurationKey.find(name) { return key }
        let nearest =
            SettingNames.replaced[name] ?? SettingNames.nearest(name).map { "did you mean \($0)?" }
            ?? "parallel-cc config list shows them all"
        throw ParallelError(
            .invalidConfiguration, operation: "find setting", subject: name, message: "unknown setting", hint: nearest)
    }

    private func parse(_ texts: [String], kind: ConfigurationKey.Kind) -> SettingValue? {
        if case .list = kind { return .list(texts.filter { !$0.isEmpty }) }
        return texts.count == 1 ? texts.first.flatMap { SettingParser.parse($0, kind: kind) } : nil
    }

    private func node(_ value: SettingValue, kind: ConfigurationKey.Kind) -> JSONValue {
        switch value {
        case .boolean(let value): return .bool(value)
        case .integer(let value): return .number("\(value)")
        case .number(let value): return number(value)
        case .text(let value): return .string(value)
        case .list(let values):
            guard case .numbers = kind else { return .array(values.map { .string($0) }) }
            return .array(values.compactMap { Double($0) }.map(number))
        }
    }

    private func number(_ value: Double) -> JSONValue {
        .number(Int(exactly: value).map { "\($0)" } ?? "\(value)")
    }

    private func isOverridden(_ key: ConfigurationKey) -> Bool {
        context.overrides.contains { name, text in
            ConfigurationKey.find(name)?.name == key.name && SettingParser.parse(text, kind: key.kind) != nil
        }
    }

    /// Returns the canonical names that a file's bytes set to a usable value.
    private func names(in bytes: [UInt8]?) -> Set<String> {
        let layer = bytes.flatMap(Configuration.parse) ?? [:]
        return Set(
            layer.compactMap { name, value in
                guard let key = ConfigurationKey.find(name), SettingParser.fit(value, kind: key.kind) != nil else {
                    return nil
                }
                return key.name
            })
    }
}

extension Configuration {
    /// Whether the value in force is the one in this file. Untrusted settings of the file that need trust are not in
    /// force.
    fileprivate func holds(_ key: ConfigurationKey, of path: String) -> Bool {
        guard let layer = WholeFile.read(path).flatMap(Self.parse) else { return false }
        return layer.contains { name, value in
            ConfigurationKey.find(name)?.name == key.name
                && SettingParser.fit(value, kind: key.kind) == values[key.name]
        }
    }
}

extension ConfigurationKey.Kind {
    /// The form that a value must have, in words that follow "is".
    fileprivate var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .text: "a text that is not empty"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .list: "a list"
        case .numbers(let range): "a comma-separated list of numbers from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}
