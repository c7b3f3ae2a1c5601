package import HookCore

/// The settings that hold, later layers above earlier ones: defaults, `config.json` of the data directory,
/// `.parallel-cc.json` of the repository, environment, flags.
package struct Configuration: Sendable {
    /// What is set, by canonical name.
    package private(set) var values: [String: SettingValue] = [:]
    /// What was not understood: unknown names with the nearest known one, values of a wrong kind, settings that lack trust.
    package private(set) var warnings: [String] = []
    /// Settings of the repository's own file that do not count, because the user has not trusted it as it is.
    private var untrusted: [String: String] = [:]

    /// Puts a layer on top. Unknown names and unusable values become warnings, never failures: claude must start.
    mutating func add(_ layer: [String: SettingValue], from source: String) {
        for (name, value) in layer.sorted(by: { $0.key < $1.key }) {
            if let instead = SettingNames.replaced[name] {
                warnings.append("\(source): \(name) is not used: \(instead)")
                continue
            }
            guard let key = ConfigurationKey.find(name) else {
                let nearest = SettingNames.nearest(name).map { "; did you mean \($0)?" } ?? ""
                warnings.append("\(source): unknown setting \(name)\(nearest)")
                continue
            }
            guard let fitting = SettingParser.fit(value, kind: key.kind) else {
                warnings.append("\(source): \(name) cannot be \(value)")
                continue
            }
            values[key.name] = fitting
            untrusted[key.name] = nil
        }
    }

    mutating func warn(_ text: String) { warnings.append(text) }

    mutating func distrust(_ name: String, in path: String) {
        if let key = ConfigurationKey.find(name) { untrusted[key.name] = path }
    }

    /// For what must not go on as if nothing were set.
    /// - Throws: `.untrustedSettings` where the repository's own file sets it, and has not been trusted as it is.
    package func requireTrust(_ name: String) throws(ParallelError) {
        guard let path = untrusted[name] else { return }
        throw ParallelError(
            .untrustedSettings, operation: "read settings", subject: path,
            message: "\(name) there is new or has changed, and does not count until you trust it",
            hint: "look at it, then: parallel-cc config trust")
    }

    /// The value in force.
    package func value(_ name: String) -> SettingValue? {
        values[name] ?? ConfigurationKey.find(name)?.defaultValue
    }

    private func integer(_ name: String) -> Int {
        if case .integer(let number) = value(name) { number } else { 0 }
    }

    private func text(_ name: String) -> String? {
        if case .text(let text) = value(name) { text } else { nil }
    }

    private func list(_ name: String) -> [String] {
        if case .list(let list) = value(name) { list } else { [] }
    }

    package var autoCleanup: Bool { value("worktree.autoCleanup") == .boolean(true) }
    package var base: String { text("worktree.base") ?? "head" }
    /// `off`, `warn` or `block`.
    package var guardMode: String { text("guard.mode") ?? "warn" }
    package var mergeMethod: MergeMethod { text("merge.method").flatMap(MergeMethod.init) ?? .merge }
    package var lostDays: Int { integer("worktree.lostDays") }
    package var maxRescueBytes: UInt64 { UInt64(integer("rescue.maxBytes")) }
    package var portBase: Int { integer("worktree.portBase") }
    package var portBlockSize: Int { integer("worktree.portBlockSize") }
    package var postCreate: [String] { list("worktree.postCreate") }
    package var postCreateSeconds: Int { integer("worktree.postCreateSeconds") }
    package var prefix: String { text("worktree.prefix") ?? "parallel-" }
    package var sharesWithoutWorktree: Bool { text("session.withoutWorktree") == "share" }
    package var staleMinutes: Int { integer("session.staleMinutes") }
    package var symlinkDirectories: [String] { list("worktree.symlinkDirectories") }
    package var trashDays: Int { integer("worktree.trashDays") }
    package var trashMaxBytes: UInt64 { UInt64(integer("worktree.trashMaxBytes")) }
    package var verify: [String] { list("merge.verify") }
    package var verifySeconds: Int { integer("merge.verifySeconds") }
    package var worktreeRoot: String? { text("worktree.root") }
}
