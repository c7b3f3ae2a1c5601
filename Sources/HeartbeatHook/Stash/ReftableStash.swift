internal import HookCore

/// The stash of a repository that keeps its references in a reftable (gitformat-reftable(5)). Only git can read it, so
/// git is asked when a reference has changed since the last look.
struct ReftableStash: Sendable {
    private let commonDirectory: String
    private let mark: StashMark

    /// Looks for a reftable; nil for a repository that keeps its references in files.
    init?(commonDirectory: String) {
        mark = StashMark(in: commonDirectory)
        guard mark.isInTables else { return nil }
        self.commonDirectory = commonDirectory
    }

    /// Whether there may be an entry that was never pinned.
    var isNew: Bool { mark.isNew }

    /// Pins the entries that are not pinned yet.
    /// - Returns: the entries, newest first.
    func keepAll() -> [StashLog.Entry] {
        // The state is read before git is asked: the next look finds an entry that comes in between.
        let state = mark.state
        let git = GitQuestion(commonDirectory: commonDirectory)
        // The format is that of a line of a reflog, as far as it matters.
        let log = git.ask(["log", "--walk-reflogs", "--format=%H %H %x09%gs", "--end-of-options", "refs/stash"])
        guard let pinned = git.ask(["for-each-ref", "--format=%(objectname)", StashPin.prefix]) else { return [] }
        let entries = (log ?? []).split(separator: 0x0A).compactMap { StashLog.Entry(line: $0) }
        let known = Set(pinned.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
        let new = Set(entries.map(\.commit)).subtracting(known).sorted()
        let lines = new.map { "create \(StashPin.prefix)/\($0) \($0)\n" }
        let areAllKept = new.isEmpty || git.ask(["update-ref", "--stdin"], input: Array(lines.joined().utf8)) != nil
        if areAllKept, let state { mark.note(state) }
        return entries
    }
}
