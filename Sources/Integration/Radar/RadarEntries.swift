internal import Coordinator
internal import GitKit
internal import GitProgram
internal import HookCore

/// Makes records of the conflicts that the radar has seen.
struct RadarEntries {
    struct Entry {
        let record: ConflictRecord
        let stages: MergeStages
        let texts: [String: [UInt8]]

        func unread(as id: String) -> UnreadConflict {
            UnreadConflict(id: id, repository: record.repository, stages: stages, kind: record.kind, texts: texts)
        }
    }

    /// The size of the largest text that is kept, in bytes.
    private static let maxText = 256 << 10
    /// The largest total size of the texts of one look, in bytes.
    private static let maxTexts = 16 << 20

    let coordinator: Coordinator
    let previews: MergePreviews
    let report: RadarReport
    let states: [WorkState?]

    func make(_ seen: [RadarStep.Seen]) throws(ParallelError) -> [Entry] {
        if seen.isEmpty { return [] }
        let sessions = try coordinator.livingSessions(in: report.repository)
        let owners = Dictionary(sessions.map { (Name($0.worktreePath), $0.id) }) { $1 }
        let texts = texts(seen)
        return try seen.map { item throws(ParallelError) in
            let conflictedMerge = ConflictedMerge(
                repository: report.repository, base: try base(item), ours: side(item.a, owners: owners),
                theirs: side(item.b, owners: owners), files: [item.file.stages])
            let finding = ConflictFinding(item.file.stages, kind: item.file.kind, type: .unknown)
            let record = ConflictRecord(
                finding, conflictedMerge: conflictedMerge, id: coordinator.context.makeID(),
                detectedAt: coordinator.timestamp)
            let ids = item.file.stages.versions.map(\.id)
            return Entry(record: record, stages: item.file.stages, texts: texts.filter { ids.contains($0.key) })
        }
    }

    private func side(_ id: String, owners: [Name: String]) -> ConflictedMerge.Side {
        let node = report.node(id)
        // For a worktree with uncommitted work, the commit alone would be misleading.
        let commit = node?.isDirty == false ? node?.head : nil
        return ConflictedMerge.Side(label: node?.branch ?? "HEAD", commit: commit, sessionID: owners[Name(id)])
    }

    private func base(_ item: RadarStep.Seen) throws(ParallelError) -> String? {
        guard let ours = report.node(item.a)?.head, let theirs = report.node(item.b)?.head else { return nil }
        let bases = try previews.mergeBases(one: ours, other: theirs)
        return bases.count == 1 ? bases[0] : nil
    }

    /// Returns the texts that no repository has, by id. Texts that have changed since the look are left out.
    private func texts(_ seen: [RadarStep.Seen]) -> [String: [UInt8]] {
        var texts: [String: [UInt8]] = [:]
        var missing: Set<String> = []
        var room = Self.maxTexts
        for item in seen where item.file.stages.isContentConflict {
            for (node, version) in [(item.a, item.file.stages.ours), (item.b, item.file.stages.theirs)] {
                guard let id = version?.id, texts[id] == nil, let state = state(node),
                    state.changes.contains(where: { $0.content?.id == id })
                else { continue }
                guard let text = try? previews.uncommitted(id, in: state) else {
                    missing.insert(id)
                    continue
                }
                guard text.count <= min(room, Self.maxText) else { continue }
                room -= text.count
                texts[id] = text
            }
        }
        // When a filter makes the text, only git has it.
        let git = previews.scratch.joined(to: previews.git)
        let made = try? git.blobs(missing, maxBytes: Self.maxText, areComplete: false)
        for (id, text) in made ?? [:] where text.count <= room {
            room -= text.count
            texts[id] = text
        }
        return texts
    }

    private func state(_ node: String) -> WorkState? {
        report.nodes.firstIndex { $0.id.isSame(as: node) }.flatMap { states[$0] }
    }
}
