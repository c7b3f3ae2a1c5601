internal import Exec
internal import GitKit
package import HookCore
internal import Store

extension Coordinator {
    /// All rescues of the known repositories (or of one), oldest first, as git has them.
    ///
    /// One repository that git cannot read must not hide the others' rescues: it becomes a warning.
    /// - Throws: `.interrupted`; of one repository that was asked for, what is wrong with it.
    package func rescueSurvey(in repository: String? = nil) throws(ParallelError) -> RescueSurvey {
        var survey = RescueSurvey()
        let restored = try database.read { db throws(StoreError) in try EventTable.restoredRescues(db) }
        let places = if let repository { [repository] } else { try knownRepositories() }
        for place in places where FileAccess.exists(place) {
            do throws(ParallelError) {
                survey.rescues += try git(place).rescues().map {
                    RescueInfo(reference: $0, repository: place, restoredAt: restored[$0.manifest.id])
                }
            } catch  where repository == nil && error.code != .interrupted {
                survey.warnings.append("the rescues of \(place) cannot be read: \(error.reason)")
            }
        }
        survey.rescues.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        return survey
    }

    /// The same without the warnings.
    package func rescues(in repository: String? = nil) throws(ParallelError) -> [RescueInfo] {
        try rescueSurvey(in: repository).rescues
    }

    /// One rescue, by id.
    /// - Throws: `.unknownRescue`, whose cause names the repositories that could not be searched.
    package func rescue(_ id: String) throws(ParallelError) -> RescueInfo {
        let survey = try rescueSurvey()
        guard let rescue = survey.rescues.first(where: { $0.id == id }) else {
            throw ParallelError(
                .unknownRescue, operation: "find rescue", subject: id, message: "no such rescue",
                hint: "parallel-cc rescue list",
                cause: survey.warnings.isEmpty ? nil : survey.warnings.joined(separator: "; "))
        }
        return rescue
    }

    /// Makes a worktree that is as the rescued one was.
    /// - Parameter path: where; its old place when nil.
    /// - Throws: `.unknownRescue`, `.pathExists`, `.gitFailed`.
    package func restoreRescue(_ id: String, to path: String?) throws(ParallelError) -> WorktreeRecord {
        let rescue = try rescue(id)
        return try restore(
            RestorePlan(
                repository: rescue.repository, path: path ?? rescue.manifest.worktree, branch: rescue.manifest.branch,
                head: rescue.manifest.head, rescue: rescue.reference, trash: nil))
    }

    /// Deletes a rescue: the one command that lets go of saved work, and only when asked by id.
    package func dropRescue(_ id: String) throws(ParallelError) -> RescueInfo {
        let rescue = try rescue(id)
        try git(rescue.repository).dropRescue(rescue.reference)
        try database.write { db throws(StoreError) in
            try TrashTable.forgetRescue(id, db)
            try EventTable.append(
                "rescue.dropped", at: timestamp, repository: rescue.repository, worktree: rescue.manifest.worktree,
                detail: "\(id) was \(rescue.commit)", db)
        }
        return rescue
    }

    /// What differs between the rescued working tree and its HEAD, as `git diff` shows it.
    package func diff(_ rescue: RescueInfo, arguments: [String]) throws(ParallelError) -> [UInt8] {
        let base = rescue.manifest.head ?? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        return try git(rescue.repository).run(["diff"] + arguments + [base, rescue.commit]).output
    }

    package func knownRepositories() throws(ParallelError) -> [String] {
        try database.read { db throws(StoreError) in
            let known = try SessionTable.repositories(db)
            // There need never have been a session where a suggestion was applied or a branch rebased.
            return known + (try EventTable.rescuedRepositories(db).filter { !known.contains($0) })
        }
    }
}

extension ParallelError {
    /// What happened and why, without what was being done.
    fileprivate var reason: String {
        guard let cause, !cause.isEmpty else { return message }
        return "\(message) (\(cause))"
    }
}
