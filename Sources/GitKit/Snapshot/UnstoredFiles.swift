internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Finds tracked files whose blob is missing or incomplete in the repository. Their only bytes may lie in the working
/// tree, though git calls them unchanged.
struct UnstoredFiles {
    let git: Git
    let gitDirectory: String
    let commonDirectory: String

    /// Returns the unstored files.
    /// - Parameter known: the files that are stored anyway.
    /// - Returns: no files for a partial clone, whose remote has promised the missing objects.
    func list(without known: Set<PathBytes>) throws(ParallelError) -> [PathBytes] {
        if isPartialClone(commonDirectory) { return [] }
        let found = if let paths = byLibGit2() { paths } else { try byProgram() }
        return found.filter { !known.contains($0) }
    }

    /// Returns the unstored files; nil where libgit2 cannot read the index or the objects.
    private func byLibGit2() -> [PathBytes]? {
        guard let index = try? IndexFile.read(gitDirectory + "/index"), let sizes = BlobSizes(repository: gitDirectory)
        else { return nil }
        var found: [PathBytes] = []
        for position in 0..<index.count {
            guard let entry = index.entry(position)?.pointee, let path = entry.path else { return nil }
            let isFile = [EntryMode.file, EntryMode.executable, EntryMode.link].contains(entry.mode)
            if isFile, sizes.size(of: entry.id) == nil { found.append(Array(path.bytes)) }
        }
        return found
    }

    private func byProgram() throws(ParallelError) -> [PathBytes] {
        let entries = try IndexEntry.list(git).filter { $0.mode != "160000" }
        if entries.isEmpty { return [] }
        let input = Array(entries.map { $0.id + "\n" }.joined().utf8)
        let answer = try git.result(["cat-file", "--batch-check=%(objecttype)"], input: input)
        let types = answer.text.split(separator: "\n")
        // git's answer ends early where an object is damaged.
        let unstored = entries.enumerated().filter { $0.offset >= types.count || types[$0.offset] != "blob" }
        return unstored.map(\.element.path)
    }
}
