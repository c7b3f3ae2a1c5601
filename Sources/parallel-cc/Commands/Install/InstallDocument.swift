internal import ClaudeCode
internal import Glibc
internal import HookCore
internal import JSON
internal import Wiring

/// The answer of `install --json`: the object of the only part, or one object per part.
struct InstallDocument {
    let json: JSONValue

    init(_ outcomes: [InstallOutcome], context: InstallationContext, isDryRun: Bool) {
        let builder = Builder(context: context, isDryRun: isDryRun)
        let objects = outcomes.map { ($0.part, builder.object($0)) }
        let named = objects.map { JSONValue.Member($0.0.rawValue, value: $0.1) }
        let errors = outcomes.compactMap { $0.error?.fullMessage }
        let wrapper = JSONValue.Member("wrapper", value: builder.wrapper)
        if objects.count == 1, let only = objects.first {
            json = only.0 == .alias ? .object([wrapper] + named) : only.1
        } else {
            let head: [JSONValue.Member] = [
                .init("success", value: .bool(errors.isEmpty)),
                .init("errors", value: .array(errors.map { .string($0) })),
            ]
            json = .object(head + [wrapper] + named)
        }
    }

    private struct Builder {
        let context: InstallationContext
        let isDryRun: Bool

        func object(_ outcome: InstallOutcome) -> JSONValue {
            let files = outcome.plan?.files ?? []
            let hooks = outcome.plan?.gitHooks ?? []
            let changedPath = changedPath(of: outcome)
            let change = changedPath.flatMap { outcome.plan?.change(of: $0) }
            var members: [JSONValue.Member] = [.init("success", value: .bool(outcome.error == nil))]
            switch outcome.part {
            case .alias:
                let shell = context.shell.flatMap(LoginShell.init(path:))
                members.append(.init("shell", value: shell.map { .string($0.rawValue) } ?? .null))
                members.append(.init("profilePath", value: changedPath.map { .string($0) } ?? .null))
            default:
                members.append(.init("settingsPath", value: changedPath.map { .string($0) } ?? .null))
                members.append(.init("created", value: .bool(change?.kind == .create)))
                members.append(
                    .init("merged", value: .bool(change?.kind == .modify || outcome.plan?.commands.isEmpty == false)))
            }
            members.append(.init("alreadyInstalled", value: .bool(outcome.plan?.isEmpty ?? false)))
            if outcome.part == .hooks {
                let ignore = context.gitignorePath.flatMap { outcome.plan?.change(of: $0) }
                members.append(.init("gitignoreUpdated", value: .bool(ignore != nil)))
            }
            if isDryRun { members.append(.init("dryRun", value: true)) }
            members.append(.init("changes", value: .array(files.map(Self.change) + hooks.map(Self.change))))
            members.append(.init("commands", value: .array((outcome.plan?.commands ?? []).map { .string($0.text) })))
            members.append(.init("notes", value: .array((outcome.plan?.notes ?? []).map { .string($0) })))
            if let error = outcome.error {
                members.append(.init("error", value: .string(error.fullMessage)))
                members.append(.init("hint", value: error.hint.map { .string($0) } ?? .null))
            }
            return .object(members)
        }

        /// Whether the wrapper to which the alias leads exists; `scripts/install.sh` puts it there.
        var wrapper: JSONValue {
            let path = context.binDirectory + "/claude-parallel"
            let isThere = access(path, X_OK) == 0
            return ["success": .bool(isThere), "wrapperPath": .string(path), "alreadyUpToDate": .bool(isThere)]
        }

        private func changedPath(of outcome: InstallOutcome) -> String? {
            switch outcome.part {
            case .alias: return (try? ShellProfile(context))?.path
            case .mcp: return context.claudeStatePath
            case .statusline: return context.globalSettingsPath
            case .gitHooks: return context.gitHooks?.directory
            case .hooks, .nativeWorktrees:
                let local = context.localSettingsPath
                let isLocal = outcome.plan?.files.contains { $0.path.isSame(as: local) } ?? false
                return isLocal ? local : context.globalSettingsPath
            }
        }

        private static func change(_ hook: GitHookChange) -> JSONValue {
            [
                "path": .string(hook.path), "kind": .string(hook.kind.rawValue), "reasons": [.string(hook.reason)],
            ]
        }

        private static func change(_ file: FileChange) -> JSONValue {
            [
                "path": .string(file.path), "kind": .string(file.kind.rawValue),
                "reasons": .array(file.reasons.map { .string($0) }),
            ]
        }
    }
}
