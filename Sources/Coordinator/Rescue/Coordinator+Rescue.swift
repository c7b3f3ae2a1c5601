internal import Exec
internal import GitKit
package import HookCore
internal import Store

extension Coordinator {
    /// All rescues of the known repositories (or of one), oldest first, as git has them.
    package func rescues(in repository: String? = nil) throws(ParallelError) -> [RescueInfo] {
        var found: [RescueInfo] = []
        let places = if let repository { [repository] } else { try knownRepositories() }
        for place in places where FileAccess.exists(place) {
            found += try git(place).rescues().map { RescueInfo(reference: $0, repository: place) }
        }
        return found.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// One rescue, by id.
    /// - Throws: `.unknownRescue`.
    package func rescue(_ id: String) throws(ParallelError) -> RescueInfo {
        guard let rescue = try rescues().first(where: { $0.id == id }) else {
            throw ParallelError(
                .unknownRescue, operation: "find rescue", subject: id, message: "no such rescue",
                hint: "parallel-cc rescue list")
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
        try database.read { db throws(StoreError) in try SessionTable.repositories(db) }
    }
}
