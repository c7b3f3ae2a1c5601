package import Coordinator
internal import Exec
package import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension ParallelError.Code {
    /// An id matches no suggestion.
    package static let unknownSuggestion: Self = "unknown-suggestion"
    /// The file or the conflict has changed since the suggestion was made.
    package static let suggestionOutdated: Self = "suggestion-outdated"
    /// The suggestion has a fault: markers, code that cannot be parsed, a failing command.
    package static let suggestionRefused: Self = "suggestion-refused"
}

/// The suggestions for a worktree in which a merge has stopped.
package struct SuggestionSurvey: Sendable {
    /// The conflicts of the worktree.
    package let conflicts: ConflictSurvey
    /// The suggestions that can be applied.
    package let suggestions: [Suggestion]
    /// Files without a suggestion, or without the one that was asked for, with the reasons.
    package let without: [(path: PathBytes, reason: String)]
    /// Files with edits of the user's own, which the suggestions for them do not have.
    package let edited: [PathBytes]
    /// The cost of Claude's answers in this call, in USD; nil when it is unknown or nothing.
    package let cost: Double?
}

/// Proposed resolutions of conflicts: making, showing and applying them.
package struct Suggestions {
    let coordinator: Coordinator

    /// Makes the suggestions of a coordinator's database.
    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension Suggestions {
    /// Examines the unmerged paths around a directory and makes suggestions for them. Earlier suggestions that still
    /// fit are returned again. No file is changed.
    /// - Parameters:
    ///   - paths: the paths inside the repository; empty: all.
    ///   - claude: the way to ask Claude for a whole file, too; nil: Claude is not asked.
    package func make(
        at directory: String, paths: [PathBytes] = [], claude: ClaudeQuestion? = nil
    ) throws(ParallelError) -> SuggestionSurvey {
        try repair()
        let survey = try Conflicts(coordinator).detect(at: directory)
        var suggestions: [Suggestion] = []
        var without: [(path: PathBytes, reason: String)] = []
        var edited: [PathBytes] = []
        var cost: Double?
        for (finding, record) in zip(survey.findings, survey.records)
        where !finding.isBrokenUse && (paths.isEmpty || paths.contains(finding.path)) {
            let broken = survey.findings.filter { $0.isBrokenUse && $0.path == finding.path }.flatMap(\.notes)
            let (found, reason) = try suggest(
                finding, record: record, conflictedMerge: survey.conflictedMerge, broken: broken, claude: claude,
                into: &cost)
            suggestions += found
            if found.contains(where: { $0.risks.contains(OwnEdits.notice) }) { edited.append(finding.path) }
            if let reason { without.append((finding.path, reason)) }
        }
        return SuggestionSurvey(
            conflicts: survey, suggestions: suggestions, without: without, edited: edited, cost: cost)
    }

    /// Whether there is a worktree around a directory in which conflicts can be.
    package func isInWorktree(_ directory: String) -> Bool { (try? coordinator.repository(at: directory)) != nil }

    private func suggest(
        _ finding: ConflictFinding, record: ConflictRecord, conflictedMerge: ConflictedMerge, broken: [String],
        claude: ClaudeQuestion?, into cost: inout Double?
    ) throws(ParallelError) -> (found: [Suggestion], reason: String?) {
        let worktree = conflictedMerge.worktree ?? ""
        let git = coordinator.git(worktree)
        guard finding.stages.isContentConflict, finding.type != .unknown else {
            return ([], "nothing is suggested for a conflict of this kind: \(finding.kind)")
        }
        guard String(validating: finding.path, as: UTF8.self) != nil else { return ([], "its name is no UTF-8") }
        guard let file = FileExchange.read(finding.path, in: worktree) else {
            return ([], "no plain file of this name is in the worktree")
        }
        guard let versions = try versions(of: finding.stages, with: git) else { return ([], "too large to look into") }
        let maker = try SuggestionMaker(finding, versions: versions, grammars: coordinator.grammars)
        var drafts = maker.drafts()
        for index in drafts.indices { drafts[index].risks += broken }
        var reason = drafts.isEmpty ? "nothing that would surely be right was found" : nil
        if let claude {
            do throws(ParallelError) {
                drafts.append(
                    try ClaudeSuggestion(maker: maker, conflictedMerge: conflictedMerge).ask(claude, into: &cost))
                reason = nil
            } catch  where error.code != .interrupted {
                let detail = error.cause.map { ": \($0.split(separator: "\n").first?.prefix(200) ?? "")" } ?? ""
                reason = "Claude was asked in vain: \(error.message)\(detail)"
            }
        }
        let edits = try OwnEdits(file.bytes, at: finding.path, of: versions, with: git)
        for index in drafts.indices where edits.areLeftOut(by: drafts[index].bytes) {
            drafts[index].risks.append(OwnEdits.notice)
        }
        return (try keep(drafts, record: record, basisID: git.blobID(file.bytes), with: git), reason)
    }

    func versions(of stages: MergeStages, with git: Git) throws(ParallelError) -> FileVersions? {
        let blobs = try git.blobs(Set(stages.versions.map(\.id)), maxBytes: ConflictAssessor.maxBytes)
        return ConflictAssessor(grammars: coordinator.grammars).versions(stages, blobs: blobs)
    }

    /// Stores the new drafts. Earlier suggestions for the same file stay, unless they would not be made any more.
    private func keep(
        _ drafts: [SuggestionDraft], record: ConflictRecord, basisID: String, with git: Git
    ) throws(ParallelError) -> [Suggestion] {
        var ids: [String] = []
        for draft in drafts { ids.append(try git.blobID(draft.bytes)) }
        return try coordinator.database.write { db throws(StoreError) in
            try SuggestionTable.outdate(conflict: record.id, except: basisID, in: db)
            try SuggestionTable.withdraw(conflict: record.id, except: ids, in: db)
            let known = try SuggestionTable.offered(for: record.id, in: db)
            for (draft, id) in zip(drafts, ids) where !known.contains(where: { $0.resolutionID == id }) {
                try SuggestionTable.insert(
                    draft, for: record, id: coordinator.context.makeID(), resolutionID: id, basisID: basisID,
                    at: coordinator.timestamp, in: db)
            }
            return try SuggestionTable.offered(for: record.id, in: db)
        }
    }

    /// Returns the suggestions that a filter selects, newest first, and their total number. For resolved conflicts,
    /// only applied suggestions are returned.
    package func list(
        _ filter: SuggestionFilter
    ) throws(ParallelError) -> (suggestions: [Suggestion], total: Int) {
        try Conflicts(coordinator).noticeResolutions(in: filter.repository)
        return try coordinator.database.read { db throws(StoreError) in try SuggestionTable.list(filter, in: db) }
    }

    /// Finds one suggestion by id.
    /// - Throws: `.unknownSuggestion`.
    package func find(_ id: String) throws(ParallelError) -> Suggestion {
        guard
            let found = try coordinator.database.read({ db throws(StoreError) in
                try SuggestionTable.find(id: id, in: db)
            })
        else {
            throw ParallelError(
                .unknownSuggestion, operation: "find suggestion", subject: id, message: "no such suggestion",
                hint: "parallel-cc suggestions")
        }
        return found
    }

    /// Returns the changes of a suggestion to the file in the worktree, as `git diff` prints them.
    package func diff(of suggestion: Suggestion, arguments: [String] = []) throws(ParallelError) -> [UInt8] {
        let scratch = try RadarScratch(coordinator.context, commonDirectory: suggestion.repository).objects
        defer { scratch.remove() }
        let current = suggestion.worktree.flatMap { FileExchange.read(suggestion.path, in: $0)?.bytes } ?? []
        let git = scratch.joined(to: coordinator.git(suggestion.worktree ?? suggestion.repository))
        let pair = [try git.storeBlob(current), try git.storeBlob(suggestion.resolution)]
        let output = try git.run(["diff", "--no-ext-diff"] + arguments + pair).output
        // git names blobs by their ids: once in "diff", once in "---" or "+++".
        return pair.reduce(output) {
            $0.replacing(Array($1.utf8), with: suggestion.path, maxReplacements: pair[0] == pair[1] ? 4 : 2)
        }
    }
}
