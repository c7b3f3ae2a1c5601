internal import Exec
internal import GitKit
internal import HookCore
internal import Store

/// Puts a suggestion in the place of the file in conflict, so that the file is the old or the new one at every moment and
/// nobody's change is lost.
struct SuggestionApplication {
    let coordinator: Coordinator
    let suggestion: Suggestion
    let worktree: String
    /// The bytes for the worktree.
    let bytes: [UInt8]

    private var path: PathBytes { suggestion.path }
    private var git: Git { coordinator.git(worktree) }

    /// - Parameter worktree: the root of the worktree in which the merge has stopped.
    init(_ coordinator: Coordinator, _ suggestion: Suggestion, worktree: String) throws(ParallelError) {
        self.coordinator = coordinator
        self.suggestion = suggestion
        self.worktree = worktree
        // Only an object can be sent through the filters, and none is to be left in the repository by a trial.
        let scratch = try RadarScratch(coordinator.context, commonDirectory: suggestion.repository).objects
        defer { scratch.remove() }
        let git = scratch.joined(to: coordinator.git(worktree))
        let id = try git.storeBlob(suggestion.resolution)
        bytes = try git.checkedOut(id, at: suggestion.path.display)
    }

    /// The file as it lies there, if it is the one that the suggestion was made for.
    /// - Throws: `.suggestionOutdated`.
    func current() throws(ParallelError) -> (bytes: [UInt8], mode: UInt32) {
        guard let file = FileExchange.read(path, in: worktree), try git.blobID(file.bytes) == suggestion.basisID else {
            throw outdated("the file has been changed since")
        }
        return file
    }

    func outdated(_ message: String) -> ParallelError {
        ParallelError(
            .suggestionOutdated, operation: "apply suggestion", subject: path.display, message: message,
            hint: "parallel-cc suggestions")
    }

    /// Replaces the file, lets the commands look at the worktree, and goes back if anything is wrong.
    /// - Returns: the rescue.
    func run(verify commands: [String], seconds: Int) throws(ParallelError) -> String {
        let file = try current()
        let temporary = try begin()
        do throws(ParallelError) {
            coordinator.context.reach("suggestion.begun")
            let rescue = try coordinator.keepRescue(of: worktree, reason: "before a suggestion for \(path.display)")
            try coordinator.database.write { db throws(StoreError) in
                try SuggestionTable.saved(suggestion.id, rescue: rescue, db)
            }
            coordinator.context.reach("suggestion.saved")
            try FileExchange.create(temporary, bytes, mode: file.mode, in: worktree)
            coordinator.context.reach("suggestion.written")
            try coordinator.database.write { db throws(StoreError) in try SuggestionTable.written(suggestion.id, db) }
            coordinator.context.reach("suggestion.noted")
            try FileExchange.swap(path, temporary, in: worktree)
            coordinator.context.reach("suggestion.exchanged")
            guard let displaced = FileExchange.read(temporary, in: worktree), displaced == file else {
                throw outdated("the file was changed in this very moment")
            }
            try verify(commands, seconds: seconds)
            coordinator.context.reach("suggestion.verified")
            FileExchange.remove(temporary, in: worktree)
            coordinator.context.reach("suggestion.cleaned")
            try settle(applied: true)
            return rescue
        } catch {
            let failure = error
            coordinator.undoing {
                do throws(ParallelError) {
                    try takeBack()
                } catch {
                    coordinator.context.narrate("\(path.display) could not be put back: \(error.message)")
                }
            }
            throw failure
        }
    }

    /// Goes back to the file as it was, from wherever `run` has come to, also in a process that was killed.
    ///
    /// Only our own bytes, and the file that the suggestion was made for, are ever removed. What somebody has written
    /// meanwhile stays, at the file's own place.
    func takeBack() throws(ParallelError) {
        guard let now = suggestionNow, let temporary = now.temporaryPath else { return try settle(applied: false) }
        let content = { (place: PathBytes) in FileExchange.read(place, in: worktree)?.bytes }
        guard let beside = content(temporary) else {
            // Nothing beside it: not begun, or all done but the last word.
            return try settle(applied: now.isWritten && content(path) == bytes)
        }
        let isExchanged = now.isWritten && beside != bytes
        if isExchanged, content(path) == bytes { try FileExchange.swap(path, temporary, in: worktree) }
        guard let left = content(temporary) else { return try settle(applied: false) }
        if now.isWritten ? left == bytes : bytes.starts(with: left) {
            FileExchange.remove(temporary, in: worktree)
            return try settle(applied: false)
        }
        // Somebody went on from the new file; the old one is in the rescue.
        guard isExchanged, try git.blobID(left) == suggestion.basisID else {
            coordinator.context.narrate("\(temporary.display) in \(worktree) is left: somebody wrote to it")
            return try settle(applied: false)
        }
        FileExchange.remove(temporary, in: worktree)
        try settle(applied: true)
    }

    private var suggestionNow: Suggestion? {
        let found = try? coordinator.database.read { db throws(StoreError) in
            try SuggestionTable.find(id: suggestion.id, db)
        }
        return found.flatMap { $0 }
    }

    /// Writes down that we are at it, and where the other version will lie: beside the file, on the same file system.
    private func begin() throws(ParallelError) -> PathBytes {
        let folder = path.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? []
        let temporary =
            folder + Array(".parallel-cc-\(coordinator.context.makeSuffix())-\(suggestion.id.prefix(8))".utf8)
        let context = coordinator.context
        let isOurs = try coordinator.database.write { db throws(StoreError) in
            try SuggestionTable.begin(
                suggestion, owner: context.process, host: context.host, temporary: PathBytes(temporary), db)
        }
        guard isOurs else { throw outdated("another command is applying it") }
        return PathBytes(temporary)
    }

    private func verify(_ commands: [String], seconds: Int) throws(ParallelError) {
        for text in commands {
            coordinator.context.narrate("verify: \(text)")
            var command = Command(
                "/bin/sh", ["-c", text], environment: coordinator.context.environment, directory: worktree)
            command.output = .standardError
            command.error = .standardError
            command.timeoutMilliseconds = seconds * 1_000
            let result = try Spawner.run(command)
            if result.status.isSuccess { continue }
            let end = result.timedOut ? "timed out" : "ended with status \(result.status.shellCode)"
            throw ParallelError(
                .suggestionRefused, operation: "apply suggestion", subject: path.display,
                message: "the file is as it was: merge.verify \(end): \(text)")
        }
    }

    private func settle(applied: Bool) throws(ParallelError) {
        let now = coordinator.timestamp
        try coordinator.database.write { db throws(StoreError) in
            try SuggestionTable.settle(suggestion.id, applied ? .applied : .offered, appliedAt: applied ? now : nil, db)
            guard applied else { return }
            if let conflict = suggestion.conflictID {
                try ConflictTable.note(suggestion: suggestion.id, confidence: suggestion.score, conflict, db)
            }
            try EventTable.append(
                "suggestion.applied", at: now, repository: suggestion.repository, worktree: worktree,
                cause: suggestion.strategy, detail: path.display, db)
        }
    }
}
