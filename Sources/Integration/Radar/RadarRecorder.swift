internal import Coordinator
internal import GitKit
internal import HookCore
internal import Store

/// Records the conflicts that the radar sees, and ends those that it no longer sees. Nothing is merged or parsed for
/// that.
///
/// Uncommitted versions may be gone when the conflict is examined, so their texts are kept until then.
struct RadarRecorder {
    /// The largest number of new conflicts of one look. The rest is left for the next looks, so that none takes long.
    private static let maxNew = 1_000
    /// The largest number of files of one pair, by path. How many thousand files two histories have rewritten does not
    /// matter.
    static let maxFiles = 500

    let coordinator: Coordinator
    let previews: MergePreviews
    let report: RadarReport
    /// The states of the report's nodes, in their order.
    let states: [WorkState?]

    /// Writes the changes. It costs one read, and one transaction if something is new.
    func write() throws(ParallelError) {
        let known = try coordinator.database.read { db throws(StoreError) in
            try RadarConflictTable.open(of: report.repository, in: db)
        }
        let step = RadarStep(seen: seen, looked: looked, known: known, maxNew: Self.maxNew)
        if step.isEmpty { return }
        let entries = try RadarEntries(coordinator: coordinator, previews: previews, report: report, states: states)
            .make(step.fresh)
        try coordinator.database.write { db throws(StoreError) in
            for (id, pair) in step.left { try RadarConflictTable.remove(pair, from: id, in: db) }
            for (id, pair) in step.joined { try RadarConflictTable.add(pair, to: id, in: db) }
            var ends = step.ends
            for (seen, entry) in zip(step.fresh, entries) {
                let former = step.former[seen.versions]
                let id = try enter(entry, insteadOf: former, in: db)
                if let former, former != id { ends[former] = Self.replaced }
                for pair in seen.pairs { try RadarConflictTable.add(pair, to: id, in: db) }
            }
            for (id, end) in ends.sorted(by: { $0.key < $1.key }) {
                guard let record = try ConflictTable.find(id: id, in: db), record.resolvedAt == nil else { continue }
                try Conflicts(coordinator).conclude(record, end: end, in: db)
            }
        }
    }

    private static let replaced = ResolutionWatch.End(
        strategy: .abandoned, blob: nil, why: "another conflict took its place")

    /// Records one conflict.
    /// - Parameter former: the record of the same conflict with earlier versions. It is continued if possible.
    /// - Returns: the record's id.
    private func enter(
        _ entry: RadarEntries.Entry, insteadOf former: String?, in db: Connection
    ) throws(StoreError) -> String {
        if let former, try ConflictTable.find(likewise: entry.record, in: db) == nil {
            try ConflictTable.move(former, to: entry.record, in: db)
            try UnreadTable.insert(entry.unread(as: former), in: db)
            return former
        }
        let (entered, isNew) = try ConflictTable.enter(entry.record, isRead: false, in: db)
        if entered.id == entry.record.id { try UnreadTable.insert(entry.unread(as: entered.id), in: db) }
        if isNew { try Conflicts(coordinator).announce(entered, in: db) }
        return entered.id
    }

    /// The pairs of nodes whose conflicts are all known.
    private var looked: Set<RadarConflict.Pair> {
        Set(
            report.pairs.filter { $0.state != .error && $0.preview.files.count <= Self.maxFiles }.map {
                RadarConflict.Pair(one: $0.a, other: $0.b)
            })
    }

    /// Each conflict once. Several pairs may have it: branches of the same history, a branch and its checkout.
    private var seen: [RadarStep.Seen] {
        var found: [RadarStep.Seen] = []
        var indexes: [RadarConflict.Versions: Int] = [:]
        for pair in report.conflicts {
            let nodes = RadarConflict.Pair(one: pair.a, other: pair.b)
            for file in pair.preview.files.prefix(Self.maxFiles) {
                let versions = RadarConflict.Versions(file.stages)
                if let index = indexes[versions] {
                    found[index].pairs.insert(nodes)
                } else {
                    indexes[versions] = found.count
                    found.append(RadarStep.Seen(versions: versions, file: file, a: pair.a, b: pair.b, pairs: [nodes]))
                }
            }
        }
        return found
    }
}
