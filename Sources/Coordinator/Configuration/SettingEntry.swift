/// A setting with the value in force and the source of that value.
package struct SettingEntry: Sendable {
    /// The setting itself.
    package let key: ConfigurationKey
    /// The value in force; nil when none is set and there is no default.
    package let value: SettingValue?
    /// The source: `default`, `environment`, or the path of a file.
    package let source: String
}
