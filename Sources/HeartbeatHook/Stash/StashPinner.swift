import HookCore

/// Pins the stash entries of a repository.
struct StashPinner {
    let commonDirectory: String
    private let log: StashLog
    /// Where references are not files.
    private let reftable: ReftableStash?

    init(commonDirectory: String) {
        self.commonDirectory = commonDirectory
        log = StashLog(commonDirectory: commonDirectory)
        reftable = ReftableStash(commonDirectory: commonDirectory)
    }

    /// When the list has changed since the last look; else this is a look at three files.
    func keepNew() {
        if reftable?.isNew ?? log.isNew { _ = keepAll() }
    }

    /// - Returns: the entries, newest first.
    func keepAll() -> [StashLog.Entry] {
        if let reftable { return reftable.keepAll() }
        // Asked before the list is read: what comes in between is found by the next look.
        let state = log.state
        let (entries, isWhole) = log.read()
        let areAllKept = StashPin.keep(entries.lazy.map(\.commit), in: commonDirectory)
        if isWhole, areAllKept, let state { log.note(state) }
        return entries
    }
}
