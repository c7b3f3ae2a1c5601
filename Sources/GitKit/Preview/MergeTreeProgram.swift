internal import Exec
internal import GitProgram
internal import HookCore

/// Asks `git merge-tree --write-tree` about pairs of commits, many with one program. See git-merge-tree(1), "OUTPUT".
struct MergeTreeProgram {
    enum Answer: Equatable, Sendable {
        case clean
        case conflict([ConflictFile])
        /// git could not merge; its message.
        case failed(String)
    }

    /// A git that writes objects into another folder.
    let git: Git

    /// Returns one answer for each pair, in order.
    func merge(_ pairs: [(ours: String, theirs: String)]) throws(ParallelError) -> [Answer] {
        guard !pairs.isEmpty else { return [] }
        // --stdin came with 2.39.
        guard try version() >= (2, 39) else { return try mergeEach(pairs) }
        var answers: [Answer] = []
        while answers.count < pairs.count {
            let rest = pairs[answers.count...]
            let input = rest.map { "\($0.ours) \($0.theirs)\n" }.joined()
            let result = try quiet.result(
                ["merge-tree", "--write-tree", "-z", "--messages", "--stdin"], input: Array(input.utf8))
            var output = MergeTreeOutput(result.output)
            for pair in rest {
                guard let answer = output.next(hasStatus: true, ids: [pair.ours, pair.theirs]) else { break }
                answers.append(answer)
            }
            let unanswered = Array(pairs[answers.count...])
            guard !unanswered.isEmpty else { break }
            // git ends at a pair that it cannot merge. It sometimes fails here where it does not fail when asked about
            // that pair alone. When it is killed, answers that it had are lost.
            let isKilled = if case .signaled = result.status { true } else { false }
            answers += try mergeEach(isKilled ? unanswered : [unanswered[0]])
        }
        return answers
    }

    private var quiet: Git { git.with(["LC_ALL": "C"]) }

    private func mergeEach(_ pairs: [(ours: String, theirs: String)]) throws(ParallelError) -> [Answer] {
        var answers: [Answer] = []
        for pair in pairs {
            let result = try quiet.result(
                ["merge-tree", "--write-tree", "-z", "--messages", pair.ours, pair.theirs])
            var output = MergeTreeOutput(result.output)
            let answer = output.next(hasStatus: false, ids: [pair.ours, pair.theirs])
            switch (result.status, answer) {
            case (.exited(0), _): answers.append(.clean)
            case (.exited(1), .some(.conflict(let files))): answers.append(.conflict(files))
            default: answers.append(.failed(Self.reason(result)))
            }
        }
        return answers
    }

    private static func reason(_ result: CommandResult) -> String {
        result.errorText.isEmpty ? "git merge-tree ended with status \(result.status.shellCode)" : result.errorText
    }

    /// Returns git's major and minor version.
    /// - Throws: `.gitFailed` for a git that cannot preview merges at all.
    private func version() throws(ParallelError) -> (Int, Int) {
        let columns = try git.line(["version"]).split(separator: " ")
        let numbers = (columns.count > 2 ? columns[2] : "").split(separator: ".").compactMap { Int($0) }
        let version = numbers.count > 1 ? (numbers[0], numbers[1]) : (0, 0)
        guard version >= (2, 38) else {
            throw ParallelError(
                .gitFailed, operation: "preview merges", subject: columns.joined(separator: " "),
                message: "this git cannot preview a merge", hint: "install git 2.38 or later")
        }
        return version
    }
}
