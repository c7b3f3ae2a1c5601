internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Suggestions {
    /// Replaces the file in conflict with a suggestion: the whole file and nothing else, and only if the file and the
    /// conflict have not changed.
    ///
    /// A rescue saves the worktree before. If anything goes wrong (a program writes to the file in this moment, a
    /// command of `merge.verify` fails, this process is killed), the former file stays, or the next command puts it
    /// back.
    /// - Parameters:
    ///   - isTrial: whether to check everything and change nothing.
    ///   - isStaging: whether to tell git also that the conflict is resolved.
    /// - Throws: `.unknownSuggestion`, `.suggestionOutdated`, `.suggestionRefused`, `.cannotWrite`, the errors of a
    ///   rescue.
    package func apply(
        _ id: String, isTrial: Bool = false, isStaging: Bool = false
    ) throws(ParallelError) -> AppliedSuggestion {
        try repair()
        let suggestion = try find(id)
        let (worktree, versions) = try fitting(suggestion)
        let application = try SuggestionApplication(coordinator, suggestion: suggestion, worktree: worktree)
        if let complaint = ResolutionCheck(versions, with: coordinator.grammars).complaint(about: suggestion.resolution)
        {
            throw ParallelError(
                .suggestionRefused, operation: "apply suggestion", subject: suggestion.path.display, message: complaint)
        }
        let before = try application.current().bytes
        let edits = try OwnEdits(before, at: suggestion.path, of: versions, with: coordinator.git(worktree))
        let settings = try coordinator.settings(for: coordinator.repository(at: worktree))
        if !isTrial { try settings.requireTrust("merge.verify") }
        let done = isTrial ? nil : try application.run(verify: settings.verify, seconds: settings.verifySeconds)
        if isStaging && !isTrial { try stage(suggestion.path, worktree: worktree) }
        let isParsed = if case .success = versions.trees { true } else { false }
        return AppliedSuggestion(
            suggestion: try find(id), isApplied: !isTrial, rescue: done?.rescue,
            kept: done?.kept, leftOut: edits.areLeftOut(by: application.bytes) ? OwnEdits.notice : nil,
            linesChanged: Self.linesChanged(old: before, new: application.bytes), isParsed: isParsed,
            verified: isTrial ? [] : settings.verify, isStaged: isStaging && !isTrial)
    }

    /// Returns the worktree and the versions of the conflict that the suggestion was made for.
    /// - Throws: `.suggestionOutdated` with the reason why it no longer fits.
    private func fitting(_ suggestion: Suggestion) throws(ParallelError) -> (worktree: String, FileVersions) {
        let refuse = { (message: String) in
            ParallelError(
                .suggestionOutdated, operation: "apply suggestion", subject: suggestion.path.display, message: message,
                hint: "parallel-cc suggestions")
        }
        switch suggestion.state {
        case .offered: break
        case .applying: throw refuse("another command is applying it")
        case .applied: throw refuse("it was applied at \(suggestion.appliedAt ?? "an earlier time")")
        case .outdated: throw refuse("the file is another one by now")
        }
        guard let worktree = suggestion.worktree, FileAccess.exists(worktree) else {
            throw refuse("there is no worktree with this conflict")
        }
        let record = try suggestion.conflictID.map { id throws(ParallelError) in try Conflicts(coordinator).find(id) }
        let git = coordinator.git(worktree)
        let stages = try git.unmergedPaths().first { file in
            file.path == suggestion.path && [file.base, file.ours, file.theirs].map { $0?.id ?? "" } == record?.blobs
        }
        guard let stages, let versions = try versions(of: stages, with: git) else {
            throw refuse("the conflict is over, or another")
        }
        return (worktree, versions)
    }

    private func stage(_ path: PathBytes, worktree: String) throws(ParallelError) {
        try coordinator.git(worktree).with(["GIT_LITERAL_PATHSPECS": "1"]).run(
            ["add", "--pathspec-from-file=-", "--pathspec-file-nul"], input: path)
    }

    /// Returns the number of lines that only one of the two has.
    private static func linesChanged(old: [UInt8], new: [UInt8]) -> Int {
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for line in old.split(separator: 0x0A, omittingEmptySubsequences: false) { counts[line, default: 0] += 1 }
        for line in new.split(separator: 0x0A, omittingEmptySubsequences: false) { counts[line, default: 0] -= 1 }
        return counts.values.reduce(0) { $0 + abs($1) }
    }

    /// Undoes the unfinished applications of killed commands. It costs one query when there is nothing. One that cannot
    /// be undone now is said, and is left to the next command: it must not stand in the way of the others.
    package func repair() throws(ParallelError) {
        let pending = try coordinator.database.read { db throws(StoreError) in try SuggestionTable.applying(in: db) }
        for suggestion in pending
        where !coordinator.isAtWork(
            suggestion.owner, bootID: suggestion.ownerBootID, pidNamespace: suggestion.ownerPidNamespace)
        {
            do throws(ParallelError) {
                try undo(suggestion)
            } catch  where error.code != .interrupted {
                let path = (suggestion.worktree ?? suggestion.repository) + "/" + suggestion.path.display
                coordinator.context.narrate(
                    "suggestion \(suggestion.id) for \(path) was cut off, and cannot be undone now: "
                        + error.description)
            }
        }
    }

    private func undo(_ suggestion: Suggestion) throws(ParallelError) {
        let isOurs = try coordinator.database.write { db throws(StoreError) in
            try SuggestionTable.begin(
                suggestion, owner: coordinator.context.process, host: coordinator.context.host,
                temporary: suggestion.temporaryPath, in: db)
        }
        guard isOurs else { return }
        guard let worktree = suggestion.worktree, FileAccess.exists(worktree) else {
            return try coordinator.database.write { db throws(StoreError) in
                try SuggestionTable.setState(suggestion.id, state: .outdated, in: db)
            }
        }
        try SuggestionApplication(coordinator, suggestion: suggestion, worktree: worktree).takeBack()
    }
}
