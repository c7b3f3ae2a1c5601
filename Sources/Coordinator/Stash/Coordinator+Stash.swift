internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
package import HookCore
internal import Store

extension ParallelError.Code {
    package static let unknownStash: Self = "unknown-stash"
}

extension Coordinator {
    /// Pins the stash entries of the known repositories that nobody has pinned yet. The hook does the same for what it sees;
    /// this is for what people and tools stash without it.
    /// - Returns: those where it failed.
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

    /// A look at two files.
    func mayHaveNewStash(_ repository: String) -> Bool {
        FileMark(ofStashIn: repository).isNew && access(repository, W_OK) == 0
    }

    private func keepStash(_ repository: String) throws(ParallelError) {
        let mark = FileMark(ofStashIn: repository)
        // Asked before git is: what comes in between is found by the next look.
        let state = mark.state
        try git(repository).keepStash()
        if let state { mark.note(state) }
    }

    /// All stash entries that were ever seen in the known repositories (or in one), oldest first.
    package func keptStashes(in repository: String? = nil) throws(ParallelError) -> [StashInfo] {
        var found: [StashInfo] = []
        let places = if let repository { [repository] } else { try knownRepositories() }
        for place in places where FileAccess.exists(place) {
            try keepStash(place)
            found += try git(place).keptStashes().map { StashInfo(entry: $0, repository: place) }
        }
        return found.sorted { $0.order < $1.order }
    }

    /// Puts an entry back on top of its repository's stash, unless it is still in it.
    /// - Parameter id: its commit, or the beginning of it.
    /// - Throws: `.unknownStash` also when it is not the beginning of just one.
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
