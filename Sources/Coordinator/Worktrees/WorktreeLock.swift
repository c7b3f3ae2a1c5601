internal import GitKit
internal import HookCore

/// The reason of git's lock on a worktree of parallel-cc. `git worktree list` shows it. It serves to rebuild a lost
/// database, and it tells other data directories and containers which session owns the worktree.
///
/// Its text is `parallel-cc session ID [port-block N] [process PID start T boot B namespace N machine M]`, or
/// `parallel-cc restored`. Older programs wrote no process.
struct WorktreeLock: Equatable {
    /// The session that the worktree was made for, or that works in it; nil when it was restored from a rescue or the
    /// trash.
    var sessionID: String?
    /// The number of the worktree's port block; nil for none.
    var portBlock: Int?
    /// The session's process; nil when it has ended.
    var process: ProcessIdentity?
    /// The machine, boot and pid namespace of that process.
    var host: HostIdentity?

    static let restored = WorktreeLock()

    private static let restoredReason = "parallel-cc restored"
    private static let sessionPrefix = "parallel-cc session "
    /// The text for a value that this machine does not have.
    private static let unknown = "-"

    init(sessionID: String? = nil, portBlock: Int? = nil, process: ProcessIdentity? = nil, host: HostIdentity? = nil) {
        self.sessionID = sessionID
        self.portBlock = portBlock
        self.process = process
        self.host = host
    }

    /// Parses a lock's reason. It is nil for a lock that is not parallel-cc's.
    init?(reason: String) {
        if reason == Self.restoredReason { return }
        guard reason.hasPrefix(Self.sessionPrefix) else { return nil }
        let words = reason.dropFirst(Self.sessionPrefix.count).split(separator: " ").map(String.init)
        guard let id = words.first else { return nil }
        var fields: [String: String] = [:]
        for index in stride(from: 1, to: words.count - 1, by: 2) { fields[words[index]] = words[index + 1] }
        sessionID = id
        portBlock = fields["port-block"].flatMap { Int($0) }
        guard let pid = fields["process"].flatMap({ Int32($0) }), let start = fields["start"].flatMap({ UInt64($0) })
        else { return }
        process = ProcessIdentity(pid: pid, startTime: start)
        let known = { (name: String) in fields[name].flatMap { $0 == Self.unknown ? nil : $0 } ?? "" }
        host = HostIdentity(
            bootID: known("boot"), machineID: known("machine"), pidNamespace: UInt64(known("namespace")) ?? 0)
    }

    var reason: String {
        guard let sessionID else { return Self.restoredReason }
        var words = [sessionID]
        if let portBlock { words += ["port-block", "\(portBlock)"] }
        if let process, let host {
            let orUnknown = { (text: String) in text.isEmpty ? Self.unknown : text }
            words += ["process", "\(process.pid)", "start", "\(process.startTime)", "boot", orUnknown(host.bootID)]
            words += ["namespace", "\(host.pidNamespace)", "machine", orUnknown(host.machineID)]
        }
        return Self.sessionPrefix + words.joined(separator: " ")
    }
}

extension WorktreeAdministration {
    /// parallel-cc's own lock on the worktree; nil for none.
    var ownLock: WorktreeLock? { lockReason.flatMap(WorktreeLock.init(reason:)) }

    /// Whether parallel-cc has made the worktree. Another program's worktree at the same path has neither the lock nor
    /// the mark.
    var isOurs: Bool { isMarked || ownLock != nil }
}
