package import HookCore

/// The settings in force. Later layers go before earlier ones: defaults, `config.json` of the data directory,
/// `.parallel-cc.json` of the repository, environment, flags.
package struct Configuration: Sendable {
    /// The values that some layer sets, by canonical name.
    package private(set) var values: [String: SettingValue] = [:]
    /// Warnings about unknown names (with the nearest known one), values of a wrong kind, and settings that lack trust.
    package private(set) var warnings: [String] = []
    /// Settings of the repository's own file that do not count, because the user has not trusted the file's present
    /// contents.
    private var untrusted: [String: String] = [:]

    /// Puts a layer on top. Unknown names and unusable values become warnings, not failures, because claude must start.
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

    /// Checks that the repository's own file leaves no untrusted value. Callers that must not fall back to the default
    /// use it.
    /// - Throws: `.untrustedSettings` when the repository's own file sets the value and the user has not trusted its
    ///   present contents.
    package func requireTrust(_ name: String) throws(ParallelError) {
        guard let path = untrusted[name] else { return }
        throw ParallelError(
            .untrustedSettings, operation: "read settings", subject: path,
            message: "\(name) there is new or has changed, and does not count until you trust it",
            hint: "look at it, then: parallel-cc config trust")
    }

    /// Returns the value in force, or the default.
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

    /// Whether a worktree is removed when its session is released.
    package var autoCleanup: Bool { value("worktree.autoCleanup") == .boolean(true) }
    /// The start of new branches: `head`, `default` or a revision.
    package var base: String { text("worktree.base") ?? "head" }
    /// The guard's mode: `off`, `warn` or `block`.
    package var guardMode: String { text("guard.mode") ?? "warn" }
    /// The way in which queued branches land.
    package var mergeMethod: MergeMethod { text("merge.method").flatMap(MergeMethod.init) ?? .merge }
    /// Days after which a lost session's worktree is rescued and removed without a question.
    package var lostDays: Int { integer("worktree.lostDays") }
    /// The largest rescue. A worktree with more changes is kept.
    package var maxRescueBytes: UInt64 { UInt64(integer("rescue.maxBytes")) }
    /// The first port of the worktrees' port blocks.
    package var portBase: Int { integer("worktree.portBase") }
    /// The number of ports of one worktree.
    package var portBlockSize: Int { integer("worktree.portBlockSize") }
    /// Shell commands that run in each new worktree.
    package var postCreate: [String] { list("worktree.postCreate") }
    /// The time limit of each postCreate command.
    package var postCreateSeconds: Int { integer("worktree.postCreateSeconds") }
    /// The beginning of worktrees' names.
    package var prefix: String { text("worktree.prefix") ?? "parallel-" }
    /// Whether a session may share a checkout that is in use when no worktree can be made.
    package var sharesWithoutWorktree: Bool { text("session.withoutWorktree") == "share" }
    /// Minutes without a heartbeat after which a session is shown as stale.
    package var staleMinutes: Int { integer("session.staleMinutes") }
    /// Ignored directories of the main checkout that new worktrees link to.
    package var symlinkDirectories: [String] { list("worktree.symlinkDirectories") }
    /// Days that removed worktrees stay in the trash.
    package var trashDays: Int { integer("worktree.trashDays") }
    /// The size of a repository's trash above which its oldest entries are deleted.
    package var trashMaxBytes: UInt64 { UInt64(integer("worktree.trashMaxBytes")) }
    /// Shell commands that must succeed before a merge counts as verified.
    package var verify: [String] { list("merge.verify") }
    /// The time limit of each verify command.
    package var verifySeconds: Int { integer("merge.verifySeconds") }
    /// The directory for new worktrees; nil: `<repository>-worktrees`.
    package var worktreeRoot: String? { text("worktree.root") }
}
