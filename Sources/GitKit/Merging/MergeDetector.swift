internal import Files
package import GitProgram
package import HookCore

/// Judges whether branches are merged, in whatever way: all branches of a repository with one walk.
///
/// Reads objects only, with libgit2 or with git. Asks git to merge only where a possible rename leaves it open whether
/// merging would change anything. Belongs to one thread.
package struct MergeDetector {
    typealias Commit = HistoryWalk.Commit

    private let scope: MergeScope
    private let fetches: Bool

    /// A detector for one repository.
    /// - Parameters:
    ///   - targets: the references that work goes to. The first is named in answers if several apply; at most eight
    ///     count.
    ///   - cache: the fingerprints of commits; nil computes them all anew.
    ///   - fetches: whether objects that a partial clone lacks are fetched. An object that is missing then is an error.
    package init(
        git: Git, commonDirectory: String, targets: [MergeTarget], cache: (any PatchCache)?, fetches: Bool = true
    ) {
        scope = MergeScope(
            git: fetches ? git : git.withoutFetching, commonDirectory: commonDirectory,
            targets: Array(targets.prefix(8)), cache: cache)
        self.fetches = fetches
    }

    /// Judges branches.
    /// - Returns: an answer for each question, in their order. A branch that could not be judged is an error, never
    ///   "not merged".
    /// - Throws: `.objectMissing` for a target or a history that cannot be read; `.interrupted`.
    package func detect(_ questions: [MergeQuestion]) throws(ParallelError) -> [Result<MergeFinding, ParallelError>] {
        guard !scope.targets.isEmpty, !questions.isEmpty else { return [] }
        let objects = try openObjects(scope.git, commonDirectory: scope.commonDirectory, fetches: fetches)
        let walk = HistoryWalk(objects, shallow: Set(shallowCommits))
        var ids: [ObjectID] = []
        for target in scope.targets { ids.append(try id(target.commit)) }
        var tips: [ObjectID?] = []
        var failures: [Int: ParallelError] = [:]
        for (number, question) in questions.enumerated() {
            do throws(ParallelError) {
                let tip = try id(question.tip)
                _ = try objects.read(tip, kind: .commit)
                tips.append(tip)
            } catch {
                tips.append(nil)
                failures[number] = error
            }
        }
        try walk.run(tips: tips.compactMap { $0 }, targets: ids)
        var classifier = BranchClassifier(
            scope: scope, walk: walk, objects: objects, targets: ids.compactMap(walk.find))
        let commits = tips.map { $0.flatMap(walk.find) }
        try classifier.prepare(commits.compactMap { $0 })
        var answers: [Result<MergeFinding, ParallelError>] = []
        for (number, question) in questions.enumerated() {
            guard let commit = commits[number] else {
                answers.append(.failure(failures[number] ?? .missing(ids[0], kind: .commit, cause: nil)))
                continue
            }
            answers.append(try classifier.answer(question, tip: commit))
        }
        classifier.patches.save()
        return answers
    }

    private func id(_ commit: String) throws(ParallelError) -> ObjectID {
        if let id = ObjectID(commit) { return id }
        throw ParallelError(
            .objectMissing, operation: "read commit", subject: commit, message: "this is no full id of a commit")
    }

    /// The commits at which a shallow clone ends.
    private var shallowCommits: [ObjectID] {
        (WholeFile.read(scope.commonDirectory + "/shallow") ?? []).split(separator: 0x0A).compactMap {
            ObjectID(String(decoding: $0, as: UTF8.self))
        }
    }
}
