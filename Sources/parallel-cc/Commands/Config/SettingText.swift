internal import CommandLineKit
internal import Coordinator

/// A setting's value as text.
enum SettingText {
    static func text(_ entry: SettingEntry) -> String {
        guard let value = entry.value else { return "(not set)" }
        if case .list(let values) = value {
            return values.isEmpty ? "(none)" : values.joined(separator: ", ").displayable
        }
        return "\(value)".displayable
    }
}

/// The names of settings for completion scripts.
enum SettingCompletion {
    static let names = CompletionKind.list(ConfigurationKey.all.map(\.name))
}
