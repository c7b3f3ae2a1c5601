internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

/// Replaces the file in conflict with a suggestion. At every moment, the file is the old or the new one, and no other
/// program's change is lost.
struct SuggestionApplication {
    let coordinator: Coordinator
    let suggestion: Suggestion
    let worktree: String
    /// The resolution in the form of the worktree, after git's filters.
    let bytes: [UInt8]

    var path: PathBytes { suggestion.path }
    var git: Git { coordinator.git(worktree) }

    /// Computes the bytes for the worktree.
    /// - Parameter worktree: the root of the worktree in which the merge has stopped.
    init(_ coordinator: Coordinator, suggestion: Suggestion, worktree: String) throws(ParallelError) {
        self.coordinator = coordinator
        self.suggestion = suggestion
        self.worktree = worktree
        // Only an object can be sent through the filters. A trial must leave no object in the repository.
        let scratch = try RadarScratch(coordinator.context, commonDirectory: suggestion.repository).objects
        defer { scratch.remove() }
        let git = scratch.joined(to: coordinator.git(worktree))
        let id = try git.storeBlob(suggestion.resolution)
        bytes = try git.checkedOut(id, at: suggestion.path.display)
    }

    /// Returns the present file if it is the one that the suggestion was made for.
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

    /// Replaces the file, runs the commands in the worktree, and puts the former file back if anything is wrong.
    /// - Returns: the rescue's id, and the path of the former file when it had to stay because a program may be writing
    ///   to it.
    func run(verify commands: [String], seconds: Int) throws(ParallelError) -> (rescue: String, kept: PathBytes?) {
        let file = try current()
        let temporary = try begin()
        do throws(ParallelError) {
            coordinator.context.reach("suggestion.begun")
            let rescue = try coordinator.keepRescue(of: worktree, reason: "before a suggestion for \(path.display)")
            try coordinator.database.write { db throws(StoreError) in
                try SuggestionTable.saved(suggestion.id, rescue: rescue, in: db)
            }
            coordinator.context.reach("suggestion.saved")
            try exchange(file, temporary: temporary)
            try verify(commands, seconds: seconds)
            coordinator.context.reach("suggestion.verified")
            let kept = try clearAway(file, temporary: temporary)
            coordinator.context.reach("suggestion.cleaned")
            try finish(applied: true)
            return (rescue, kept)
        } catch {
            throw undone(after: error)
        }
    }

    private func exchange(_ file: (bytes: [UInt8], mode: UInt32), temporary: PathBytes) throws(ParallelError) {
        try FileExchange.create(temporary, bytes: bytes, mode: file.mode, in: worktree)
        coordinator.context.reach("suggestion.written")
        try coordinator.database.write { db throws(StoreError) in try SuggestionTable.written(suggestion.id, in: db) }
        coordinator.context.reach("suggestion.noted")
        try FileExchange.swap(first: path, second: temporary, in: worktree)
        coordinator.context.reach("suggestion.exchanged")
        guard let displaced = FileExchange.read(temporary, in: worktree), displaced == file else {
            throw outdated("the file was changed in this very moment")
        }
    }

    /// Removes the former file. The commands may have run for a long time, and a program that had it open could write
    /// to it.
    /// - Returns: its path, if it has to stay.
    private func clearAway(
        _ file: (bytes: [UInt8], mode: UInt32), temporary: PathBytes
    ) throws(ParallelError) -> PathBytes? {
        switch FileExchange.remove(temporary, ifStill: file.bytes, mode: file.mode, in: worktree) {
        case .removed: return nil
        case .changed: throw outdated("somebody wrote to the file as it was")
        case .inUse, .unwatchable:
            return try keep(temporary, what: "the file as it was; another program may be writing to it")
        }
    }

    /// Puts the former file back after a failure.
    /// - Returns: the failure, with the present state of the file.
    private func undone(after failure: ParallelError) -> ParallelError {
        var message = failure.message
        var hint = failure.hint
        coordinator.undoing {
            do throws(ParallelError) {
                let (ending, kept) = try takeBack()
                switch ending {
                case .goneOn:
                    message +=
                        "; somebody has changed the new file meanwhile: it stays, and the old one is in the rescue"
                    hint = "parallel-cc rescue list"
                case .applied: message += "; the new file is in its place"
                case .asItWas where failure.code == .suggestionRefused: message += "; the file is as it was"
                case .asItWas: break
                }
                if let kept { message += "; beside it lies \(kept.display), which somebody may be writing to" }
            } catch {
                message += "; \(left(behind: error))"
            }
        }
        return ParallelError(
            failure.code, operation: failure.operation, subject: failure.subject, message: message, hint: hint,
            cause: failure.cause)
    }

    /// Describes the state of the file when putting it back failed, too.
    private func left(behind failure: ParallelError) -> String {
        let now = content(path)
        if now == bytes { return "the new file is in its place, which the next command writes down" }
        if let now, (try? git.blobID(now)) == suggestion.basisID { return "the file is as it was" }
        return "the file could not be put back: \(failure.message)"
    }

    /// Makes this process the owner and records the path of the other version, which lies beside the file, on the same
    /// file system.
    private func begin() throws(ParallelError) -> PathBytes {
        let folder = path.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? []
        let temporary =
            folder + Array(".parallel-cc-\(coordinator.context.makeSuffix())-\(suggestion.id.prefix(8))".utf8)
        let context = coordinator.context
        let isOurs = try coordinator.database.write { db throws(StoreError) in
            try SuggestionTable.begin(
                suggestion, owner: context.process, host: context.host, temporary: PathBytes(temporary), in: db)
        }
        guard isOurs else { throw outdated("another command is applying it") }
        return PathBytes(temporary)
    }

    private func verify(_ commands: [String], seconds: Int) throws(ParallelError) {
        for text in commands {
            coordinator.context.narrate("verify: \(text)")
            var command = Command(
                "/bin/sh", arguments: ["-c", text], environment: coordinator.context.environment,
                directory: worktree)
            command.output = .standardError
            command.error = .standardError
            command.timeoutMilliseconds = seconds * 1_000
            let result = try Spawner.run(command)
            if result.status.isSuccess { continue }
            let end = result.timedOut ? "timed out" : "ended with status \(result.status.shellCode)"
            throw ParallelError(
                .suggestionRefused, operation: "apply suggestion", subject: path.display,
                message: "merge.verify \(end): \(text)")
        }
    }

    func finish(applied: Bool) throws(ParallelError) {
        let now = coordinator.timestamp
        try coordinator.database.write { db throws(StoreError) in
            try SuggestionTable.setState(
                suggestion.id, state: applied ? .applied : .offered, appliedAt: applied ? now : nil, in: db)
            guard applied else { return }
            if let conflict = suggestion.conflictID {
                try ConflictTable.note(suggestion: suggestion.id, confidence: suggestion.score, id: conflict, in: db)
            }
            try EventTable.append(
                "suggestion.applied", at: now, repository: suggestion.repository, worktree: worktree,
                cause: suggestion.strategy, detail: path.display, in: db)
        }
    }
}
