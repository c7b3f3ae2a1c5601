internal import CommandLineKit
internal import Coordinator

/// A setting's value for people.
enum SettingText {
    static func text(_ entry: SettingEntry) -> String {
        guard let value = entry.value else { return "(not set)" }
        if case .list(let values) = value {
            return values.isEmpty ? "(none)" : values.joined(separator: ", ").displayable
        }
        return "\(value)".displayable
    }
}

/// Names of settings for shells.
enum SettingCompletion {
    static let names = CompletionKind.list(ConfigurationKey.all.map(\.name))
}
