internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// The loss that the deletion of a trash entry would cause.
extension Coordinator {
    /// Whether an entry holds work that no rescue has: it was written to after the removal, it is unknown what was
    /// saved, or the rescue is gone.
    package func holdsUnsavedWork(_ record: TrashRecord) -> Bool { wasWrittenTo(record) || lossOf(record) != nil }

    func wasWrittenTo(_ record: TrashRecord) -> Bool {
        TreeFingerprint.of(record.trashPath).latestChange >= record.savedUntil
    }

    /// Returns why the entry stays, or cannot be brought back as a worktree, as far as that is known without reading
    /// the saved objects.
    package func obstacle(to record: TrashRecord) -> String? {
        record.staysBecause ?? lossOf(record, reading: false) ?? (record.hasNoKnownRescue ? Self.unknownLoss : nil)
    }

    private static let unknownLoss = "what of it is saved is not known"

    /// Returns the reason why the entry's rescue or commit is lost; nil when it is there.
    private func lossOf(_ record: TrashRecord, reading: Bool = true) -> String? {
        guard FileAccess.exists(record.repository) else { return "its repository is not there" }
        let git = git(record.repository)
        do throws(ParallelError) {
            if let id = record.rescue {
                guard let rescue = try git.rescues().last(where: { $0.manifest.id == id }) else {
                    return "its rescue \(id) is not there"
                }
                if !reading { return nil }
                return try git.isWhole(rescue, commonDirectory: record.repository)
                    ? nil : "its rescue \(id) has lost a part of it"
            }
            guard let head = record.head, try git.commitIfAny(head) == nil else { return nil }
            return "the commit \(head) that it had is not there"
        } catch {
            return error.message
        }
    }

    /// Refuses an entry that is not known to be saved as a whole.
    /// - Throws: `.changedInTrash`.
    func refuseLoss(_ record: TrashRecord) throws(ParallelError) {
        let isCutOff = FileAccess.exists(record.trashPath + Self.deletingSuffix)
        guard isCutOff || FileAccess.exists(record.trashPath) else { return }
        guard let reason = isCutOff ? "its deletion was cut off" : lossOf(record) else { return }
        throw ParallelError(
            .changedInTrash, operation: "empty trash", subject: record.trashPath, message: reason,
            hint: isCutOff ? "parallel-cc trash empty" : remedy(record))
    }

    private func remedy(_ record: TrashRecord) -> String {
        let commit = record.rescue == nil ? record.head : nil
        let isCommitGone = (try? commit.map { try git(record.repository).commitIfAny($0) == nil }) ?? false
        return isCommitGone
            ? TrashRecord.copy(record.trashPath, to: record.path) : "parallel-cc trash restore \(record.id)"
    }

    /// Refuses a directory with later changes. A process that had a file open at the removal may have gone on writing
    /// to it, and no rescue has that.
    func refuseUnsavedWork(in doomed: String, record: TrashRecord) throws(ParallelError) {
        let changed = TreeFingerprint.of(doomed).latestChange
        guard changed >= record.savedUntil else { return }
        let moment = Timestamp(milliseconds: Int64(clamping: changed / 1_000_000)).text
        throw ParallelError(
            .changedInTrash, operation: "empty trash", subject: record.trashPath,
            message: record.savedUntil == 0
                ? Self.unknownLoss : "it was written to at \(moment), after it was removed",
            hint: "parallel-cc trash restore \(record.id)")
    }
}
