internal import Coordinator
package import Files
internal import GitKit
internal import GitProgram
package import HookCore

extension Suggestions {
    /// Returns suggestions for one file. If a merge has stopped at it in the worktree around a directory, they can be
    /// applied. Otherwise they show what could be suggested if one branch were merged into the other.
    /// - Parameter path: the path inside the repository.
    /// - Throws: the errors of `make` and `detect(between:and:at:)`.
    package func show(
        for path: PathBytes, at directory: String, between branch: String, and target: String
    ) throws(ParallelError) -> ShownSuggestions {
        let conflictedMerge = try Conflicts(coordinator).stoppedMerge(at: directory)
        guard conflictedMerge.files.contains(where: { $0.path == path }) else {
            return try draftSuggestions(for: path, at: directory, between: branch, and: target)
        }
        let survey = try make(at: directory, paths: [path])
        let current = FileExchange.read(path, in: conflictedMerge.worktree ?? directory)?.bytes ?? []
        let reason = survey.without.first { $0.path == path }?.reason
        return ShownSuggestions(
            suggestions: survey.suggestions.filter { $0.path == path }.map { suggestion in
                ShownSuggestion(
                    id: suggestion.id, type: suggestion.type, strategy: suggestion.strategy, score: suggestion.score,
                    confidence: suggestion.confidence, explanation: suggestion.explanation, risks: suggestion.risks,
                    preview: LinePreview(before: current, after: suggestion.resolution))
            }, note: reason, isStopped: true)
    }

    private func draftSuggestions(
        for path: PathBytes, at directory: String, between branch: String, and target: String
    ) throws(ParallelError) -> ShownSuggestions {
        let survey = try Conflicts(coordinator).detect(ofBranch: branch, with: target, at: directory)
        guard let finding = survey.findings.first(where: { $0.path == path && !$0.isCleanMerge }) else {
            return ShownSuggestions(note: "the file does not conflict between \(branch) and \(target)")
        }
        let git = coordinator.git(directory)
        guard finding.stages.isContentConflict, let versions = try versions(of: finding.stages, with: git) else {
            return ShownSuggestions(note: "nothing is suggested for a conflict of this kind: \(finding.kind)")
        }
        let drafts = try SuggestionMaker(finding, versions: versions, grammars: coordinator.grammars).drafts()
        let note =
            drafts.isEmpty
            ? "nothing that would surely be right was found"
            : "no merge has stopped at this file, so these can only be looked at; start one: git merge \(target)"
        return ShownSuggestions(
            suggestions: drafts.map { draft in
                ShownSuggestion(
                    id: nil, type: finding.type, strategy: draft.strategy.rawValue, score: draft.confidence.score,
                    confidence: draft.confidence, explanation: draft.explanation, risks: draft.risks,
                    preview: LinePreview(before: versions.ours, after: draft.bytes))
            }, note: note)
    }
}
