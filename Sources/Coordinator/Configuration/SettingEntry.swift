/// One setting with the value in force and where that comes from.
package struct SettingEntry: Sendable {
    package let key: ConfigurationKey
    /// nil where nothing is set and there is no default.
    package let value: SettingValue?
    /// `default`, `environment`, or the path of a file.
    package let source: String
}
