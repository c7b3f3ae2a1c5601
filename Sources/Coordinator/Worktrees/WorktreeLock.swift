internal import GitKit
internal import HookCore

/// What we write as the reason of git's lock on a worktree of ours: `git worktree list` shows it, and with it a lost
/// database is rebuilt, and other data directories and containers see whose it is.
///
/// `parallel-cc session ID [port-block N] [process PID start T boot B namespace N machine M]`, or `parallel-cc restored`.
/// Older programs wrote no process.
struct WorktreeLock: Equatable {
    /// The session that it was made for, or that works in it; nil where it was brought back from a rescue or the trash.
    var sessionID: String?
    /// Its share of the ports.
    var portBlock: Int?
    /// The session's process, while it has not ended.
    var process: ProcessIdentity?
    /// Where that process means something.
    var host: HostIdentity?

    static let restored = WorktreeLock()

    private static let restoredReason = "parallel-cc restored"
    private static let sessionPrefix = "parallel-cc session "
    /// Stands for what cannot be read on a machine.
    private static let unknown = "-"

    init(sessionID: String? = nil, portBlock: Int? = nil, process: ProcessIdentity? = nil, host: HostIdentity? = nil) {
        self.sessionID = sessionID
        self.portBlock = portBlock
        self.process = process
        self.host = host
    }

    /// Nil for a lock that is not ours.
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
            let said = { (text: String) in text.isEmpty ? Self.unknown : text }
            words += ["process", "\(process.pid)", "start", "\(process.startTime)", "boot", said(host.bootID)]
            words += ["namespace", "\(host.pidNamespace)", "machine", said(host.machineID)]
        }
        return Self.sessionPrefix + words.joined(separator: " ")
    }
}

extension WorktreeAdministration {
    /// Our lock on it; nil where there is none.
    var ownLock: WorktreeLock? { lockReason.flatMap(WorktreeLock.init(reason:)) }

    /// Whether we have made it. Somebody else's at the path of a former one of ours has neither our lock nor our mark.
    var isOurs: Bool { isMarked || ownLock != nil }
}
