internal import ClaudeCode
internal import Files
internal import Glibc
internal import HookCore
internal import JSON
internal import Wiring

/// Checks our entries in the files of other programs, and whether they lead anywhere.
struct InstallationChecks {
    let surroundings: ProgramEnvironment
    let fix: Bool

    var findings: [Finding] {
        let context: InstallationContext
        do throws(ParallelError) {
            context = try .live(surroundings, directory: surroundings.directory)
        } catch {
            return [Finding("installation", status: .bad, message: error.fullMessage, remedy: error.hint)]
        }
        let status = Installer(context).status()
        let problems = status.problems.map {
            Finding("settings", status: .bad, message: $0.fullMessage, remedy: $0.hint)
        }
        return problems + hooks(status, in: context) + [alias(status, in: context), mcp(status, in: context)]
    }

    /// The finding about a part that the plugin brings, which is needed only once.
    private func plugin(_ name: String, alsoInSettings: Bool, check: String, flag: String) -> Finding {
        guard alsoInSettings else { return Finding(check, status: .good, message: "by the plugin \(name)") }
        return Finding(
            check, status: .notice, message: "both the plugin \(name) and the settings have them",
            remedy: "parallel-cc install --uninstall \(flag)")
    }

    private func hooks(_ status: InstallationStatus, in context: InstallationContext) -> [Finding] {
        if let name = status.plugin {
            let isTwice = status.globalHooks != .absent || status.localHooks != .absent
            let flag = status.globalHooks != .absent ? "--hooks --global" : "--hooks --local"
            return [plugin(name, alsoInSettings: isTwice, check: "hooks", flag: flag)]
        }
        let settingsFiles = [
            ("hooks", status.globalHooks, context.globalSettingsPath, "--global"),
            ("local hooks", status.localHooks, context.localSettingsPath ?? "", "--local"),
        ]
        var findings = settingsFiles.filter { $0.1 != .absent }.map { name, state, path, flag in
            let gone = Self.programs(in: path).first { access($0, X_OK) != 0 }
            if let gone, state == .current || !fix {
                return Finding(
                    name, status: .bad, message: "\(path) names \(gone), which is not there", remedy: remedy(flag))
            }
            if state == .current { return Finding(name, status: .good, message: path) }
            if fix, renew(flag, in: context) {
                return Finding(name, status: .mended, message: "\(path) had those of another version")
            }
            return Finding(name, status: .notice, message: "\(path) has those of another version", remedy: remedy(flag))
        }
        if findings.isEmpty {
            findings = [
                Finding(
                    "hooks", status: .notice, message: "not installed: status sees sessions, but not what they do",
                    remedy: remedy("--global"))
            ]
        }
        return findings
    }

    private func remedy(_ flag: String) -> String { "parallel-cc install --hooks \(flag)" }

    private func renew(_ flag: String, in context: InstallationContext) -> Bool {
        var context = context
        context.findClaudeVersion(surroundings)
        var request = InstallRequest()
        request.hooks = [flag == "--local" ? .local : .global]
        let run = InstallRun(context: context, isRemoval: false, isDryRun: false)
        return run.run(InstallJob(part: .hooks, request: request)).error == nil
    }

    /// The programs that hooks of ours start, read from a settings file.
    private static func programs(in path: String) -> [String] {
        guard let content = try? AtomicFile.read(path), let document = try? JSONDocument(content, name: path) else {
            return []
        }
        // The command of a hook for a shell may have words after the program; only a hook in exec form has a plain
        // path.
        let hooks = HookSettings(binDirectory: "/").entries(in: document).map(\.hook).filter { $0["args"] != nil }
        return Set(hooks.compactMap { $0["command"]?.string }).filter { FilePath.isAbsolute($0) }.sorted()
    }

    private func alias(_ status: InstallationStatus, in context: InstallationContext) -> Finding {
        guard status.isAliasInstalled else {
            return Finding(
                "alias", status: .notice, message: "claude is no alias of claude-parallel",
                remedy: "parallel-cc install --alias")
        }
        let profile = status.profilePath ?? ""
        if let gone = Self.wrappers(in: profile).first(where: { access($0, X_OK) != 0 }) {
            return Finding(
                "alias", status: .bad, message: "\(profile) names \(gone), which is not there",
                remedy: "parallel-cc install --alias")
        }
        return Finding("alias", status: .good, message: profile)
    }

    /// The absolute paths to which aliases of claude lead.
    private static func wrappers(in path: String) -> [String] {
        let text = (try? AtomicFile.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains("alias claude") }
        return lines.flatMap { $0.split(whereSeparator: { "='\" ".contains($0) }) }.map(String.init).filter {
            FilePath.isAbsolute($0) && $0.hasSuffix("/claude-parallel")
        }
    }

    private func mcp(_ status: InstallationStatus, in context: InstallationContext) -> Finding {
        if let name = status.plugin {
            return plugin(name, alsoInSettings: status.isMCPInstalled, check: "MCP server", flag: "--mcp")
        }
        guard status.isMCPInstalled else {
            return Finding(
                "MCP server", status: .notice, message: "not registered", remedy: "parallel-cc install --mcp")
        }
        if let program = Self.server(in: status.mcpPath), FilePath.isAbsolute(program), access(program, X_OK) != 0 {
            return Finding(
                "MCP server", status: .bad, message: "\(status.mcpPath) names \(program), which is not there",
                remedy: "parallel-cc install --mcp")
        }
        return Finding("MCP server", status: .good, message: status.mcpPath)
    }

    private static func server(in path: String) -> String? {
        guard let content = try? AtomicFile.read(path), let document = try? JSONDocument(content, name: path) else {
            return nil
        }
        return document.value(at: ["mcpServers", "parallel-cc", "command"])?.string
    }
}
