internal import GitProgram
package import HookCore

extension SnapshotSource {
    /// The number of files that are looked into at most.
    private static let mostBeginnings = 256

    /// Whether the worktree looks like an unfinished checkout: it differs only in tracked files that are missing, or
    /// hold only the beginning of their content.
    package func isUnfinishedCheckout(_ contents: SnapshotContents) throws(ParallelError) -> Bool {
        if contents.isOnlyMissingFiles { return true }
        let rest = contents.status.entries.filter { !$0.isMissing }
        guard contents.hasNothingBesidesStatus, rest.count <= Self.mostBeginnings, rest.allSatisfy(Self.isChanged)
        else { return false }
        let begun = Set(rest.map(\.path))
        let written = WrittenFiles(git)
        for entry in try IndexEntry.list(git) where begun.contains(entry.path) {
            if try !isBeginning(entry, written: written) { return false }
        }
        return true
    }

    private static func isChanged(_ entry: StatusEntry) -> Bool {
        guard !entry.isGitlink, case .tracked(UInt8(ascii: "."), UInt8(ascii: "M")) = entry.kind else { return false }
        return true
    }

    private func isBeginning(_ entry: IndexEntry, written: WrittenFiles) throws(ParallelError) -> Bool {
        guard String(validating: entry.path, as: UTF8.self) != nil,
            case .content(let file) = CheckedOutFile.read(entry.path, in: workTree)
        else { return false }
        // git opens a file before it finds that it cannot have its content.
        if file.bytes.isEmpty, !file.isLink { return true }
        let version = MergeStages.Version(mode: entry.mode, id: entry.id)
        do throws(ParallelError) {
            return file.isBeginning(of: try written.bytes(version, at: entry.path), link: version.isLink)
        } catch  where error.code == .gitFailed {
            return false
        }
    }
}
