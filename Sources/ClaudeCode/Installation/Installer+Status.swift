internal import Files
internal import HookCore
internal import JSON

extension Installer {
    /// Reads every file. A broken one is a problem in the answer, not an error.
    package func status() -> InstallationStatus {
        var status = InstallationStatus(context)
        inspect(context.globalSettingsPath, into: &status) { document, status in
            status.plugin = PluginSetting.enabled(in: document)
            status.globalHooks = hooks.state(of: .sessions, in: document)
            status.nativeWorktrees = hooks.state(of: .nativeWorktrees, in: document)
            status.skillCommands = hooks.state(of: .skillCommands, in: document)
            status.isStatusLineInstalled = statusLine.isInstalled(in: document)
        }
        for path in [context.sharedSettingsPath, context.localSettingsPath].compactMap(\.self) {
            inspect(path, into: &status) { document, status in
                status.plugin = status.plugin ?? PluginSetting.enabled(in: document)
                let found = hooks.state(of: .sessions, in: document)
                if found != .absent { status.localHooks = found }
                let worktrees = hooks.state(of: .nativeWorktrees, in: document)
                if worktrees != .absent { status.nativeWorktrees = worktrees }
                let skills = hooks.state(of: .skillCommands, in: document)
                if skills != .absent { status.skillCommands = skills }
            }
        }
        inspect(context.claudeStatePath, into: &status) { document, status in
            status.isMCPInstalled = mcp.isInstalled(in: document)
        }
        inspectProfile(&status)
        inspectGitHooks(&status)
        return status
    }

    private func inspect(
        _ path: String, into status: inout InstallationStatus,
        body: (JSONDocument, inout InstallationStatus) -> Void
    ) {
        do throws(ParallelError) {
            guard let content = try AtomicFile.read(path) else { return }
            body(try JSONDocument(content, name: path), &status)
        } catch {
            status.problems.append(error)
        }
    }

    private func inspectProfile(_ status: inout InstallationStatus) {
        guard let profile = try? ShellProfile(context) else { return }
        status.shell = profile.shell
        status.profilePath = profile.path
        do throws(ParallelError) {
            status.isAliasInstalled = profile.isInstalled(in: try AtomicFile.read(profile.path) ?? [])
        } catch {
            status.problems.append(error)
        }
    }
}
