internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
package import HookCore
internal import Store

extension ParallelError.Code {
    /// The beginning of an id matches no stash entry, or several.
    package static let unknownStash: Self = "unknown-stash"
}

extension Coordinator {
    /// Keeps the new stash entries of the known repositories under references of parallel-cc. The hook does the same
    /// for entries that it sees. This function finds the entries that people and tools make without the hook.
    /// - Returns: the repositories where it failed.
    func keepStashes() throws(ParallelError) -> [CleanupFailure] {
        var failures: [CleanupFailure] = []
        for repository in try knownRepositories() where mayHaveNewStash(repository) {
            do throws(ParallelError) {
                try keepStash(repository)
            } catch {
                failures.append(CleanupFailure(repository, error: error))
            }
        }
        return failures
    }

    /// Whether the repository may have new stash entries. It compares two files only.
    func mayHaveNewStash(_ repository: String) -> Bool {
        StashMark(in: repository).isNew && access(repository, W_OK) == 0
    }

    private func keepStash(_ repository: String) throws(ParallelError) {
        let mark = StashMark(in: repository)
        // The state is read before git is asked: an entry that comes in between is found the next time.
        let state = mark.state
        try git(repository).keepStash()
        if let state { mark.note(state) }
    }

    /// Returns all stash entries that were ever seen in one repository or in all known ones, oldest first.
    package func keptStashes(in repository: String? = nil) throws(ParallelError) -> [StashInfo] {
        var found: [StashInfo] = []
        let places =
            if let repository { [repository] } else {
                (try knownRepositories() + [surroundingRepository].compactMap(\.self)).distinctNames
            }
        for repository in places where FileAccess.exists(repository) {
            try keepStash(repository)
            found += try git(repository).keptStashes().map { StashInfo(entry: $0, repository: repository) }
        }
        return found.sorted { $0.order < $1.order }
    }

    /// Puts an entry back on top of its repository's stash, unless the stash still has it.
    /// - Parameter id: the entry's commit, or at least its first four digits.
    /// - Throws: `.unknownStash`, also when several entries begin so.
    package func restoreStash(_ id: String, in repository: String? = nil) throws(ParallelError) -> StashInfo {
        let found = try keptStashes(in: repository).filter { id.count >= 4 && $0.entry.commit.hasPrefix(id) }
        guard found.count == 1, let stash = found.first else {
            throw ParallelError(
                .unknownStash, operation: "restore stash", subject: id,
                message: found.isEmpty ? "no such stash entry was seen" : "several stash entries begin so",
                hint: "parallel-cc stash list")
        }
        guard stash.entry.number == nil else { return stash }
        try git(stash.repository).restoreStash(stash.entry)
        try database.write { db throws(StoreError) in
            try EventTable.append(
                "stash.restored", at: timestamp, repository: stash.repository,
                detail: "\(stash.entry.commit) \(stash.entry.message)", in: db)
        }
        return stash
    }
}
