internal import Exec
internal import Glibc
internal import HookCore

/// Files whose index entry tells git not to look: assume-unchanged and skip-worktree.
struct FlaggedFiles {
    let git: Git
    let workTree: String
    /// What is known of the index.
    let survey: IndexSurvey?

    /// Those that exist and are not what the index says, filters considered.
    func changed() throws(ParallelError) -> [PathBytes] {
        let present = try flagged().filter { exists($0.path) }
        guard !present.isEmpty else { return [] }
        var changed: [PathBytes] = []
        for entry in present where try !isUnchanged(entry) { changed.append(entry.path) }
        return changed
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

    private func exists(_ path: PathBytes) -> Bool {
        var status = stat()
        return lstat(path.absolute(in: workTree), &status) == 0
    }

    private func isUnchanged(_ entry: IndexEntry) throws(ParallelError) -> Bool {
        guard let file = WorkTreeFile.look(entry.path, in: workTree), file.mode == entry.mode else { return false }
        if file.mode == "120000" { return try BlobWriter(git: git, workTree: workTree).write(file) == entry.id }
        // Clean filters apply here: an eol conversion is no change.
        let path = String(decoding: entry.path, as: UTF8.self)
        let answer = try git.result(["hash-object", "--", path])
        return answer.status.isSuccess && answer.text == entry.id + "\n"
    }
}
