import HookCore

/// Pins the stash entries of a repository.
struct StashPinner {
    let commonDirectory: String
    private let log: StashLog
    /// The stash of a reftable; nil where references are files.
    private let reftable: ReftableStash?

    init(commonDirectory: String) {
        self.commonDirectory = commonDirectory
        log = StashLog(commonDirectory: commonDirectory)
        reftable = ReftableStash(commonDirectory: commonDirectory)
    }

    /// Pins the entries when the list has changed since the last look; otherwise it only looks at three files.
    func keepNew() {
        if reftable?.isNew ?? log.isNew { _ = keepAll() }
    }

    /// Pins all entries.
    /// - Returns: the entries, newest first.
    func keepAll() -> [StashLog.Entry] {
        if let reftable { return reftable.keepAll() }
        // The state is read before the list: the next look finds an entry that comes in between.
        let state = log.state
        let (entries, isWhole) = log.read()
        let areAllKept = StashPin.keep(entries.lazy.map(\.commit), in: commonDirectory)
        if isWhole, areAllKept, let state { log.note(state) }
        return entries
    }
}
