package import HookCore
internal import JSON

/// Plans the installation of our entries in the files of other programs, and their removal.
package struct Installer: Sendable {
    let context: InstallationContext
    let hooks: HookSettings
    let statusLine: StatusLineSetting
    let mcp: MCPRegistration

    /// Makes an installer; reads no file.
    package init(_ context: InstallationContext) {
        self.context = context
        hooks = HookSettings(binDirectory: context.binDirectory)
        statusLine = StatusLineSetting(binDirectory: context.binDirectory)
        mcp = MCPRegistration(context)
    }

    /// Returns all changes that are needed to install `request`; empty when it is installed. Changes nothing.
    ///
    /// Throws `invalid-json` or `settings-malformed` for a settings file that is broken, `foreign-setting` where
    /// another program has the setting, `foreign-hooks`, `plugin-enabled` where the plugin brings the same,
    /// `unknown-shell`, `repository-needed`, `file-unreadable`.
    package func planInstallation(of request: InstallRequest) throws(ParallelError) -> InstallPlan {
        try refuseBesidePlugin(request)
        var draft = try InstallDraft(context)
        for scope in InstallRequest.Scope.allCases {
            try installHooks(request, scope: scope, in: &draft)
        }
        if request.gitignore { try GitignoreEntry().install(in: &draft, path: try local(context.gitignorePath)) }
        if request.statusLine {
            try draft.editJSON(context.globalSettingsPath, reason: "set the status line") {
                (document, layouts) throws(ParallelError) in
                try statusLine.install(into: &document, layouts: &layouts)
            }
        }
        if request.alias { try ShellProfile(context).install(in: &draft) }
        if request.mcp { try mcp.install(in: &draft) }
        if request.gitHooks { try installGitHooks(in: &draft) }
        return draft.plan(isRemoval: false)
    }

    /// Returns all changes that are needed to remove `request`; empty when nothing of it is installed. Changes nothing.
    /// Foreign entries beside ours stay. Throws as `planInstallation` does, but never `foreign-setting`.
    package func planRemoval(of request: InstallRequest) throws(ParallelError) -> InstallPlan {
        var draft = try InstallDraft(context)
        for scope in InstallRequest.Scope.allCases {
            try removeHooks(request, scope: scope, in: &draft)
        }
        lookElsewhere(request, in: &draft)
        if request.gitignore || request.hooks.contains(.local), let path = context.gitignorePath {
            try GitignoreEntry().uninstall(in: &draft, path: path)
        }
        if request.statusLine {
            let path = context.globalSettingsPath
            if let added = statusLine.withAdditions(in: try draft.document(of: path)) {
                try draft.keepCopy(of: added, named: "the status line", beside: path)
            }
            try draft.editJSON(path, reason: "remove the status line") {
                (document, layouts) throws(ParallelError) in
                try statusLine.uninstall(from: &document, layouts: layouts)
            }
        }
        if request.hooks.contains(.global) || request.nativeWorktrees.contains(.global) || request.statusLine {
            try forgetSettings(context.globalSettingsPath, in: &draft)
        }
        if request.alias { try ShellProfile(context).uninstall(in: &draft) }
        if request.mcp { try mcp.uninstall(in: &draft) }
        if request.gitHooks { try removeGitHooks(everywhere: request.everywhere, in: &draft) }
        return draft.plan(isRemoval: true)
    }

    // MARK: - Hooks

    private func installHooks(
        _ request: InstallRequest, scope: InstallRequest.Scope, in draft: inout InstallDraft
    ) throws(ParallelError) {
        var parts = Self.parts(of: request, in: scope)
        if parts.isEmpty { return }
        if parts.contains(.sessions) { try chooseSkillCommands(&parts, scope: scope, in: &draft) }
        try draft.editJSON(try settingsPath(scope), reason: "add hooks") { (document, layouts) throws(ParallelError) in
            try hooks.install(parts, into: &document, layouts: &layouts)
        }
        if scope == .local {
            draft.noteLocalHooks(in: try settingsPath(scope), arePresent: true)
            removeSharedHooks(in: &draft)
        }
    }

    /// Adds the part where claude knows its event, and removes it where claude is certainly too old. Where the version
    /// is not known, an existing entry stays.
    private func chooseSkillCommands(
        _ parts: inout Set<HookEntry.Part>, scope: InstallRequest.Scope, in draft: inout InstallDraft
    ) throws(ParallelError) {
        guard let version = context.claudeVersion else { return }
        if version >= .withSkillCommands {
            parts.insert(.skillCommands)
            return
        }
        try draft.editJSON(try settingsPath(scope), reason: "remove a hook that claude is too old for") {
            (document, layouts) throws(ParallelError) in
            try hooks.uninstall([.skillCommands], from: &document, layouts: layouts)
        }
    }

    private func removeHooks(
        _ request: InstallRequest, scope: InstallRequest.Scope, in draft: inout InstallDraft
    ) throws(ParallelError) {
        var parts = Self.parts(of: request, in: scope)
        if parts.isEmpty { return }
        if parts.contains(.sessions) { parts = Set(HookEntry.Part.allCases) }
        let path = try settingsPath(scope)
        try removeHooks(parts, from: path, in: &draft)
        if scope == .local {
            try forgetSettings(path, in: &draft)
            if parts.contains(.sessions) { draft.noteLocalHooks(in: path, arePresent: false) }
            removeSharedHooks(in: &draft)
        }
    }

    func removeHooks(
        _ parts: Set<HookEntry.Part>, from path: String, in draft: inout InstallDraft
    ) throws(ParallelError) {
        if let added = hooks.withAdditions(parts, in: try draft.document(of: path)) {
            try draft.keepCopy(of: added, named: "a hook of ours", beside: path)
        }
        try draft.editJSON(path, reason: "remove hooks") { (document, layouts) throws(ParallelError) in
            try hooks.uninstall(parts, from: &document, layouts: layouts)
        }
    }

    /// Removes hooks of the TypeScript parallel-cc, which put local hooks into the settings that the repository shares.
    /// A broken file becomes a note: it is not ours to repair and must not stop us.
    private func removeSharedHooks(in draft: inout InstallDraft) {
        guard let path = context.sharedSettingsPath else { return }
        do throws(ParallelError) {
            try draft.editJSON(path, reason: "remove hooks of an older version") {
                (document, layouts) throws(ParallelError) in
                try hooks.uninstall(Set(HookEntry.Part.allCases), from: &document, layouts: layouts)
            }
            draft.forget(path)
        } catch {
            draft.notes.append("hooks of an older version were not looked for: \(error)")
        }
    }

    private func forgetSettings(_ path: String, in draft: inout InstallDraft) throws(ParallelError) {
        guard let content = try draft.content(of: path) else { return draft.forget(path) }
        let document = try JSONDocument(content, name: path)
        if hooks.entries(in: document).isEmpty, !statusLine.isInstalled(in: document) { draft.forget(path) }
    }

    private static func parts(of request: InstallRequest, in scope: InstallRequest.Scope) -> Set<HookEntry.Part> {
        var parts: Set<HookEntry.Part> = []
        if request.hooks.contains(scope) { parts.insert(.sessions) }
        if request.nativeWorktrees.contains(scope) { parts.insert(.nativeWorktrees) }
        return parts
    }

    private func settingsPath(_ scope: InstallRequest.Scope) throws(ParallelError) -> String {
        scope == .global ? context.globalSettingsPath : try local(context.localSettingsPath)
    }

    private func local(_ path: String?) throws(ParallelError) -> String {
        if let path { return path }
        throw ParallelError(
            .repositoryNeeded, operation: "install", message: "a local installation needs a repository",
            hint: "run the command inside one, or use --global")
    }
}
