/// What we write as the reason of git's lock on a worktree of ours: `git worktree list` shows it, and with it a lost
/// database is rebuilt.
enum WorktreeLock: Equatable {
    /// Made for a session, with its share of the ports.
    case session(String, portBlock: Int?)
    /// Brought back from a rescue or the trash.
    case restored

    private static let restoredReason = "parallel-cc restored"
    private static let sessionPrefix = "parallel-cc session "

    /// Nil for a lock that is not ours.
    init?(reason: String) {
        if reason == Self.restoredReason {
            self = .restored
        } else if reason.hasPrefix(Self.sessionPrefix) {
            let words = reason.dropFirst(Self.sessionPrefix.count).split(separator: " ")
            guard let id = words.first else { return nil }
            let block = words.count == 3 && words[1] == "port-block" ? Int(words[2]) : nil
            self = .session(String(id), portBlock: block)
        } else {
            return nil
        }
    }

    var reason: String {
        switch self {
        case .session(let id, let block): Self.sessionPrefix + id + (block.map { " port-block \($0)" } ?? "")
        case .restored: Self.restoredReason
        }
    }

    var portBlock: Int? {
        if case .session(_, let block) = self { block } else { nil }
    }
}
