/// The texts of an event that may be shown to other people. A text that is in no table here is not shown: reasons of
/// claims, names of branches, paths of files, messages, the output of git or another program.
enum EventWording {
    /// The text holds only parallel-cc's own words, ids and numbers.
    case own
    /// The text begins with one of these sentences of parallel-cc. The rest may be anything, and is left out.
    case beginning([String])

    private static let causes: [String: EventWording] = [
        "claim.released": .own, "claim.transferred": .own, "claim.violated": .own,
        "conflict.detected": .own, "conflict.resolved": .own,
        "merge.detected": .own, "message.sent": .own,
        "rescue.created": .beginning(reasons), "rescue.matched": .beginning(reasons),
        "session.adopted": .own, "session.ended": .own, "session.ending": .beginning(goodbyes), "session.lost": .own,
        "session.registered": .beginning(starts), "session.released": .beginning(reasons),
        "suggestion.kept": .own,
        "worktree.followed": .beginning(["its repository was"]), "worktree.forgotten": .own,
        "worktree.kept": .beginning(obstacles), "worktree.removed": .beginning(reasons),
        "write.unnamed": .own,
    ]

    private static let details: [String: EventWording] = [
        "message.sent": .own, "rescue.created": .own, "rescue.matched": .own, "rescue.restored": .own,
        "worktree.removed": .beginning(["branch"]), "write.unnamed": .own,
    ]

    /// Claude Code's words for the end of a session.
    private static let goodbyes = ["bypass_permissions_disabled", "logout", "other", "prompt_input_exit"]

    /// The reasons why sessions work in their directories.
    private static let starts = [
        "--here", "claude --worktree", "the checkout is in use",
        "the worktree of the resumed conversation had been removed",
        "the worktree of the resumed conversation is in use",
    ]

    /// The reasons why worktrees are removed or saved.
    private static let reasons = [
        "a command was cut off", "before a rebase", "before a suggestion", "its creation failed",
        "its directory was deleted", "its process is gone, the user says", "its session is gone", "released",
        "removed by name", "restoring it failed",
    ]

    /// The reasons why worktrees are kept.
    private static let obstacles = [
        "a link in its place leads nowhere", "a process lives in it", "a repository of its own lies inside",
        "a repository was made at its old path", "a worktree lies in it", "another git process is at work in it",
        "another session may live in it", "git lists a worktree there that parallel-cc has not made",
        "it is being written to", "it is locked", "it was moved, and a link lies in its place",
        "its .git leads to another repository", "its directory cannot be seen", "its removal was disturbed",
        "kept by the user", "neither it nor its repository is there", "something is mounted inside",
        "the directory cannot be read", "the disk is full", "the file cannot be read",
        "worktree.autoCleanup is off",
    ]

    static func cause(of event: Event) -> String? { shown(event.cause, wording: causes[event.event]) }

    static func detail(of event: Event) -> String? { shown(event.detail, wording: details[event.event]) }

    private static func shown(_ text: String?, wording: EventWording?) -> String? {
        guard let text else { return nil }
        switch wording {
        case nil: return nil
        case .own: return text
        case .beginning(let sentences):
            return sentences.filter { text.hasPrefix($0) }.max { $0.count < $1.count }.map {
                $0 == text ? $0 : "\($0) …"
            }
        }
    }
}
