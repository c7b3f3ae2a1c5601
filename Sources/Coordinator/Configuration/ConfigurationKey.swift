/// A setting: its name, its type, its default, and who may set it.
package struct ConfigurationKey: Sendable {
    /// The type of a setting's value.
    package enum Kind: Equatable, Sendable {
        case boolean
        /// A whole number within bounds.
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case text
        case choice([String])
        case list
        case numbers(ClosedRange<Double>)
    }

    /// The condition under which a value in a repository's own file needs the user's trust.
    private enum Trust {
        case never
        /// The setting runs commands or reaches out of the repository.
        case always
        /// The setting delays a deletion or counts costs, so a lower value needs trust.
        case toLower
        /// The setting lifts a protection, so a higher value needs trust: a later choice, or true.
        case toRaise
        /// The setting protects sessions from each other, and the hook cannot ask for trust. So a lower value never
        /// counts.
        case neverLower
        /// The setting bounds what the user pays, so a higher value never counts.
        case neverRaise
    }

    /// The dotted name, like `worktree.base`.
    package let name: String
    /// The type that a value must have.
    package let kind: Kind
    /// The value when no layer sets one; nil when there is no default.
    package let defaultValue: SettingValue?
    /// A line of help.
    package let summary: String
    private let trust: Trust
    /// Whether it is only accepted, because older programs had it.
    package var isWithoutEffect: Bool { name == "budget.e2bHourlyRate" }
    /// Names of this setting in older programs.
    package let aliases: [String]

    private init(
        _ name: String, kind: Kind, defaultValue: SettingValue?, summary: String, trust: Trust = .never,
        aliases: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.summary = summary
        self.trust = trust
        self.aliases = aliases
    }

    /// All settings, sorted by name.
    package static let all: [ConfigurationKey] = [
        .init(
            "budget.dailyLimit", kind: .number(0...1_000_000_000), defaultValue: nil,
            summary: "Limit of a day in USD", trust: .neverRaise,
            aliases: ["budget.daily-limit"]),
        .init(
            "budget.e2bHourlyRate", kind: .number(0...10_000), defaultValue: .number(0.1),
            summary: "Without effect: there is no E2B any more", trust: .toLower,
            aliases: ["budget.hourly-rate"]),
        .init(
            "budget.monthlyLimit", kind: .number(0...1_000_000_000), defaultValue: nil,
            summary: "Limit of a month in USD", trust: .neverRaise,
            aliases: ["budget.monthly-limit"]),
        .init(
            "budget.perSessionDefault", kind: .number(0...1_000_000_000), defaultValue: nil,
            summary: "Budget of a task in USD", trust: .neverRaise,
            aliases: ["budget.per-session-default"]),
        .init(
            "budget.warningThresholds", kind: .numbers(0...1), defaultValue: .list(["0.5", "0.8"]),
            summary: "Shares of a limit that warn",
            aliases: ["budget.warning-thresholds"]),
        .init(
            "budget.weeklyLimit", kind: .number(0...1_000_000_000), defaultValue: nil,
            summary: "Limit of a week in USD", trust: .neverRaise,
            aliases: ["budget.weekly-limit"]),
        .init(
            "guard.mode", kind: .choice(["off", "warn", "block"]), defaultValue: .text("warn"),
            summary: "Whether the hook guards writes: not at all; claims; claims and trees of other sessions",
            trust: .neverLower),
        .init(
            "merge.method", kind: .choice(["merge", "rebase"]), defaultValue: .text("merge"),
            summary: "How queued branches land: by a merge commit, or rebased"),
        .init(
            "merge.verify", kind: .list, defaultValue: .list([]),
            summary: "Commands that must succeed in a worktree before a merge counts as right",
            trust: .always),
        .init(
            "merge.verifySeconds", kind: .integer(1...86_400), defaultValue: .integer(1_800),
            summary: "Time limit of each verify command"),
        .init(
            "rescue.maxBytes", kind: .integer(0...Int.max), defaultValue: .integer(1 << 30),
            summary: "Largest rescue in bytes; a worktree with more changes is kept instead"),
        .init(
            "session.staleMinutes", kind: .integer(1...525_600), defaultValue: .integer(10),
            summary: "Minutes without a heartbeat after which a session is shown as stale",
            aliases: ["staleThresholdMinutes"]),
        .init(
            "session.withoutWorktree", kind: .choice(["refuse", "share"]), defaultValue: .text("refuse"),
            summary: "What to do when the checkout is in use and no worktree can be made",
            trust: .toRaise),
        .init(
            "worktree.autoCleanup", kind: .boolean, defaultValue: .boolean(true),
            summary: "Whether releasing a session removes its worktree", trust: .toRaise,
            aliases: ["autoCleanupWorktrees"]),
        .init(
            "worktree.base", kind: .text, defaultValue: .text("head"),
            summary: "What new branches start from: head, default or a revision"),
        .init(
            "worktree.lostDays", kind: .integer(0...36_500), defaultValue: .integer(7),
            summary: "Days after which a lost session's worktree is rescued and removed without being asked",
            trust: .toLower),
        .init(
            "worktree.portBase", kind: .integer(1_024...65_000), defaultValue: .integer(20_000),
            summary: "First port of the worktrees' blocks"),
        .init(
            "worktree.portBlockSize", kind: .integer(1...1_000), defaultValue: .integer(10),
            summary: "Ports of one worktree"),
        .init(
            "worktree.postCreate", kind: .list, defaultValue: .list([]), summary: "Commands to run in a new worktree",
            trust: .always),
        .init(
            "worktree.postCreateSeconds", kind: .integer(1...86_400), defaultValue: .integer(600),
            summary: "Time limit of each postCreate command"),
        .init(
            "worktree.prefix", kind: .text, defaultValue: .text("parallel-"),
            summary: "How names of worktrees begin; what is no letter, digit, - or _ becomes -",
            aliases: ["worktreePrefix"]),
        .init(
            "worktree.root", kind: .text, defaultValue: nil,
            summary: "Directory for new worktrees instead of <repository>-worktrees", trust: .always
        ),
        .init(
            "worktree.symlinkDirectories", kind: .list, defaultValue: .list([]),
            summary: "Ignored directories of the main checkout that worktrees link to", trust: .always),
        .init(
            "worktree.trashDays", kind: .integer(0...36_500), defaultValue: .integer(7),
            summary: "Days that removed worktrees stay in the trash",
            trust: .toLower),
        .init(
            "worktree.trashMaxBytes", kind: .integer(0...Int.max), defaultValue: .integer(20 << 30),
            summary:
                "Size of a repository's trash above which its oldest entries go first, but none younger than a day",
            trust: .toLower),
    ]

    /// Whether a value in a repository's own file needs the user's trust to replace another one.
    /// - Parameter former: the value without the file; nil: there is none.
    func needsTrust(_ value: SettingValue, over former: SettingValue?) -> Bool {
        switch trust {
        case .never, .neverLower, .neverRaise: return false
        case .always: return true
        case .toLower: return isLower(value, than: former)
        case .toRaise: return former.map { isLower($0, than: value) } ?? false
        }
    }

    /// Whether some values in a repository's own file need the user's trust.
    var mayNeedTrust: Bool {
        switch trust {
        case .never, .neverLower, .neverRaise: false
        case .always, .toLower, .toRaise: true
        }
    }

    /// Whether a value in a repository's own file never replaces another one, trusted or not.
    func isRefused(_ value: SettingValue, over former: SettingValue?) -> Bool {
        switch trust {
        case .neverLower: isLower(value, than: former)
        case .neverRaise: former.map { isLower($0, than: value) } ?? false
        case .never, .always, .toLower, .toRaise: false
        }
    }

    /// Whether a value is lower than another. One that cannot be compared counts as lower.
    private func isLower(_ value: SettingValue, than former: SettingValue?) -> Bool {
        guard let new = rank(value), let old = former.flatMap(rank) else { return true }
        return new < old
    }

    private func rank(_ value: SettingValue) -> Double? {
        switch (value, kind) {
        case (.integer(let number), _): Double(number)
        case (.number(let number), _): number
        case (.boolean(let isTrue), _): isTrue ? 1 : 0
        case (.text(let text), .choice(let choices)): choices.firstIndex(of: text).map(Double.init)
        default: nil
        }
    }

    /// Finds a setting by its name or by one of its old names.
    package static func find(_ name: String) -> ConfigurationKey? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }
}
