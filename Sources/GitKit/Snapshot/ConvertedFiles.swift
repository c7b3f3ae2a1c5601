internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Finds tracked files that git calls unchanged though their bytes differ from its blobs: in text that a clean filter
/// leaves out, in `$Id$`, or in line ends that git evens out.
struct ConvertedFiles {
    let git: Git
    let gitDirectory: String
    let commonDirectory: String
    let workTree: String
    /// The facts known of the index, if any.
    let survey: IndexSurvey?

    /// Returns the paths of such files.
    /// - Parameter status: git's status. The files that differ from the index need no comparison.
    func changed(_ status: WorkTreeStatus) throws(ParallelError) -> [PathBytes] {
        let names = status.entries.map(\.path)
        let isWhole =
            survey?.hasFlaggedFiles == false && !names.contains { $0.suffix(14).elementsEqual(".gitattributes".utf8) }
        let signs = try ConversionSigns(
            git, gitDirectory: gitDirectory, commonDirectory: commonDirectory, isWhole: isWhole)
        guard signs.mayConvert else { return [] }
        let resized = resized()
        if let resized, resized.isEmpty, !signs.hasFilters { return [] }
        // A staged version can be converted as much as a committed one.
        let named = Set(status.entries.filter(\.differsFromIndex).map(\.path))
        let entries = try IndexEntry.list(git).filter {
            $0.stage == 0 && $0.mode.hasPrefix("100") && !named.contains($0.path)
        }
        guard let resized else { return try comparison.differing(entries) }
        let filtered = signs.hasFilters ? try filtered(entries) : []
        return try comparison.differing(entries.filter { resized.contains($0.path) || filtered.contains($0.path) })
    }

    private var comparison: CheckoutComparison { CheckoutComparison(git: git, workTree: workTree) }

    /// Returns the files whose length differs from their blob's. Evening out line ends always shortens. Nil where
    /// libgit2 cannot tell.
    private func resized() -> Set<PathBytes>? {
        guard let index = try? IndexFile.read(gitDirectory + "/index"), let sizes = BlobSizes(repository: gitDirectory)
        else { return nil }
        var found: Set<PathBytes> = []
        for position in 0..<index.count {
            guard let entry = index.entry(position)?.pointee, let path = entry.path else { return nil }
            guard [EntryMode.file, EntryMode.executable].contains(entry.mode) else { continue }
            let size = sizes.size(of: entry.id).map { UInt32(truncatingIfNeeded: $0) }
            if size != entry.file_size { found.insert(Array(path.bytes)) }
        }
        return found
    }

    /// Returns the files with an attribute that changes more than line ends.
    private func filtered(_ entries: [IndexEntry]) throws(ParallelError) -> Set<PathBytes> {
        let answer = try git.run(["check-attr", "--all", "-z", "--stdin"], input: entries.flatMap { $0.path + [0] })
        let fields = ZeroSeparated.fields(answer.output)
        var found: Set<PathBytes> = []
        for start in stride(from: 0, to: fields.count - 2, by: 3) {
            let attribute = Array(fields[start + 1]).display
            if ["filter", "ident", "working-tree-encoding"].contains(attribute),
                !fields[start + 2].elementsEqual("unset".utf8)
            {
                found.insert(Array(fields[start]))
            }
        }
        return found
    }
}
