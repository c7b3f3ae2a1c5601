internal import Files
package import HookCore
internal import JSON

extension ParallelError.Code {
    /// Our plugin already brings the requested parts.
    package static let pluginEnabled: Self = "plugin-enabled"
}

/// The setting that enables our plugin in Claude Code: `enabledPlugins`, an object of `plugin@marketplace` and a truth
/// value, in the user's, the project's or the local file (seen with Claude Code 2.1.327).
struct PluginSetting {
    /// The name in `plugin/.claude-plugin/plugin.json`.
    static let name = "parallel-cc"

    /// The plugin's full name, `parallel-cc@…`, where it is enabled.
    static func enabled(in document: JSONDocument) -> String? {
        document.value(at: ["enabledPlugins"])?.members?.last { member in
            member.key.hasPrefix(name + "@") && member.value.bool == true
        }?.key
    }

    /// The error where the plugin is enabled: hooks and MCP server of the plugin and of the settings would both run.
    static func conflict(_ plugin: String, in path: String) -> ParallelError {
        ParallelError(
            .pluginEnabled, operation: "install", subject: path,
            message: "the plugin \(plugin) is enabled there, which brings hooks and MCP server",
            hint: "nothing more is needed for these; "
                + "to have them in the settings instead: claude plugin disable \(plugin)"
        )
    }
}

extension Installer {
    /// Refuses a request for parts that the plugin brings.
    /// - Throws: `.pluginEnabled`.
    func refuseBesidePlugin(_ request: InstallRequest) throws(ParallelError) {
        guard !request.hooks.isEmpty || request.mcp else { return }
        let settingsPaths = [context.globalSettingsPath, context.sharedSettingsPath, context.localSettingsPath]
        for path in settingsPaths.compactMap(\.self) {
            // The part that changes a broken file reports it.
            guard let content = try? AtomicFile.read(path), let document = try? JSONDocument(content, name: path),
                let plugin = PluginSetting.enabled(in: document)
            else { continue }
            throw PluginSetting.conflict(plugin, in: path)
        }
    }
}
