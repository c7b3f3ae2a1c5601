internal import Exec
internal import HookCore

/// Files whose index entry tells git not to look: assume-unchanged and skip-worktree.
struct FlaggedFiles {
    let git: Git
    let workTree: String
    /// What is known of the index.
    let survey: IndexSurvey?

    /// Those that exist and are not what the index says: neither its blob nor what a checkout would write.
    func changed() throws(ParallelError) -> [PathBytes] {
        var changed: [PathBytes] = []
        var sameKind: [IndexEntry] = []
        for entry in try flagged() {
            guard try WorkTreeFile.status(entry.path, in: workTree) != nil else { continue }
            if try WorkTreeFile.look(entry.path, in: workTree)?.mode == entry.mode {
                sameKind.append(entry)
            } else {
                changed.append(entry.path)
            }
        }
        return changed + (try CheckoutComparison(git: git, workTree: workTree).differing(sameKind))
    }

    private func flagged() throws(ParallelError) -> [IndexEntry] {
        // Nearly every index has none, which libgit2 sees without starting a program.
        if survey?.hasFlaggedFiles == false { return [] }
        let tags = try git.run(["ls-files", "-v", "-z"])
        var paths: Set<PathBytes> = []
        for field in ZeroSeparated.fields(tags.output) {
            guard let tag = field.first, tag == UInt8(ascii: "S") || (97...122).contains(tag) else { continue }
            paths.insert(Array(field.dropFirst(2)))
        }
        guard !paths.isEmpty else { return [] }
        return try IndexEntry.list(git).filter { paths.contains($0.path) && $0.stage == 0 }
    }
}
