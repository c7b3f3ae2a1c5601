internal import GitKit
internal import HookCore
internal import JSON

extension Configuration {
    /// Loads the defaults, the data directory's file, and the settings of the environment and of flags. A file that is
    /// broken or cannot be read gives a warning.
    static func load(_ context: CoordinatorContext) throws(ParallelError) -> Configuration {
        var configuration = Configuration()
        let path = context.dataDirectory + "/config.json"
        do throws(ParallelError) {
            if let bytes = try ConfigurationFile(path: path).read() {
                if let layer = parse(bytes) {
                    configuration.add(layer, from: path)
                } else {
                    configuration.warn("\(path) is not valid JSON and was ignored")
                }
            }
        } catch {
            configuration.warn("\(path) cannot be read and was ignored: \(error.cause ?? error.message)")
        }
        configuration.addOverrides(context)
        return configuration
    }

    /// Returns these settings with those of the repository's own file below the environment. Settings that need trust
    /// count only if the user has trusted bytes with this digest, which is that of `bytes`. A value that would switch
    /// off what protects other sessions, or raise what the user pays at most, never counts.
    func with(
        _ bytes: [UInt8], of path: String, digest: String, trusted: String?, context: CoordinatorContext
    ) -> Configuration {
        var configuration = self
        guard let layer = Self.parse(bytes) else {
            configuration.warn("\(path) is not valid JSON and was ignored")
            return configuration
        }
        let isTrusted = digest == trusted
        let refused = layer.filter { name, value in
            guard let key = ConfigurationKey.find(name), let value = SettingParser.fit(value, kind: key.kind) else {
                return false
            }
            return key.isRefused(value, over: self.value(key.name))
        }
        for (name, value) in refused.sorted(by: { $0.key < $1.key }) {
            configuration.warn("\(path): \(name) \(value) goes beyond your own setting, and does not count")
        }
        let rest = layer.filter { refused[$0.key] == nil }
        let (risky, harmless) = rest.reduce(into: ([String: SettingValue](), [String: SettingValue]())) {
            parts, entry in
            let key = ConfigurationKey.find(entry.key)
            // A setting of the environment goes before the file's in any case.
            let isOverridden = key.map { context.overrides[$0.name] != nil } ?? false
            if !isTrusted, !isOverridden, let key, key.needsTrust(entry.value, over: value(key.name)) {
                parts.0[entry.key] = entry.value
            } else {
                parts.1[entry.key] = entry.value
            }
        }
        configuration.add(harmless, from: path)
        if !risky.isEmpty {
            for name in risky.keys { configuration.distrust(name, in: path) }
            let names = risky.keys.sorted().joined(separator: ", ")
            configuration.warn("\(path): \(names) ignored until you run: parallel-cc config trust")
        }
        configuration.addOverrides(context)
        return configuration
    }

    private mutating func addOverrides(_ context: CoordinatorContext) {
        for (name, text) in context.overrides.sorted(by: { $0.key < $1.key }) {
            guard let key = ConfigurationKey.find(name), let value = SettingParser.parse(text, kind: key.kind) else {
                if !warnings.contains("environment: \(name) cannot be \(text)") {
                    warn("environment: \(name) cannot be \(text)")
                }
                continue
            }
            add([key.name: value], from: "environment")
        }
    }

    /// Returns the values of a settings file by their dotted names; nil when it is no JSON object.
    static func parse(_ bytes: [UInt8]) -> [String: SettingValue]? {
        guard let root = try? JSONDocument(bytes, name: "settings").value(), case .object = root else { return nil }
        return root.settings().reduce(into: [:]) { values, leaf in
            if let value = leaf.value.setting { values[leaf.name] = value }
        }
    }
}
