internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Files whose index entry tells git not to look at them: assume-unchanged and skip-worktree.
struct FlaggedFiles {
    let git: Git
    let workTree: String
    /// The facts known of the index, if any.
    let survey: IndexSurvey?

    /// Compares the flagged files with the index.
    /// - Returns: `changed`: the files that are neither the index's blob nor its checkout; `shown`: the unchanged files
    ///   that exist although git is told to leave them out.
    func search() throws(ParallelError) -> (changed: [PathBytes], shown: [PathBytes]) {
        var changed: [PathBytes] = []
        var sameKind: [IndexEntry] = []
        var skipped: Set<PathBytes> = []
        for (entry, tag) in try flagged() {
            let isSkipped = [UInt8(ascii: "S"), UInt8(ascii: "s")].contains(tag)
            if isSkipped { skipped.insert(entry.path) }
            guard try WorkTreeFile.status(entry.path, in: workTree) != nil else {
                // A file that git is told to leave out is missing as it should be.
                if !isSkipped, entry.mode != "160000" { changed.append(entry.path) }
                continue
            }
            if try WorkTreeFile.find(entry.path, in: workTree)?.mode == entry.mode {
                sameKind.append(entry)
            } else {
                changed.append(entry.path)
            }
        }
        changed += try CheckoutComparison(git: git, workTree: workTree).differing(sameKind)
        let shown = sameKind.map(\.path).filter(skipped.contains)
        let differing = Set(changed)
        return (changed, shown.filter { !differing.contains($0) })
    }

    private func flagged() throws(ParallelError) -> [(entry: IndexEntry, tag: UInt8)] {
        // Nearly every index has no flagged file. libgit2 sees that without starting a program.
        if survey?.hasFlaggedFiles == false { return [] }
        let tags = try git.run(["ls-files", "-v", "-z"])
        var paths: [PathBytes: UInt8] = [:]
        for field in ZeroSeparated.fields(tags.output) {
            guard let tag = field.first, tag == UInt8(ascii: "S") || (97...122).contains(tag) else { continue }
            paths[Array(field.dropFirst(2))] = tag
        }
        guard !paths.isEmpty else { return [] }
        return try IndexEntry.list(git).compactMap { entry in
            guard entry.stage == 0, let tag = paths[entry.path] else { return nil }
            return (entry, tag)
        }
    }
}
