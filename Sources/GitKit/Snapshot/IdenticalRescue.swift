internal import GitProgram
internal import HookCore

/// Recognises a rescue that was made of a worktree in exactly its present state. A command that was cut off and runs
/// again then does not save everything twice.
struct IdenticalRescue {
    let tree: String
    let stateTree: String
    let head: String?
    /// The commits that only the worktree holds, without HEAD.
    let others: Set<String>
    let privateFiles: [PrivateFile]
    let source: SnapshotSource

    /// Returns the newest identical rescue; nil when there is none.
    /// - Parameter manifest: the manifest of the rescue that is about to be made.
    func find(_ manifest: SnapshotManifest, with git: Git) throws(ParallelError) -> RescueReference? {
        for rescue in try git.rescues().reversed() {
            let made = rescue.manifest
            guard made.worktree.isSame(as: manifest.worktree), made.branch.isSame(as: manifest.branch),
                made.head == manifest.head
            else {
                continue
            }
            do throws(ParallelError) {
                if try matches(rescue.commit, with: git), try holdsPrivateFiles(rescue.manifest) { return rescue }
            } catch  where error.code == .gitFailed {
                // The rescue has lost some of its objects, so a new one is made.
                continue
            }
        }
        return nil
    }

    private func holdsPrivateFiles(_ manifest: SnapshotManifest) throws(ParallelError) -> Bool {
        if privateFiles.isEmpty { return manifest.privateFiles == nil }
        let folder = PrivateFolder(commonDirectory: source.commonDirectory, rescue: manifest.id)
        return try folder.holds(privateFiles, from: source.root)
    }

    private func matches(_ commit: String, with git: Git) throws(ParallelError) -> Bool {
        let format = "%T %P"
        let answer = try git.line(["show", "--no-patch", "--no-show-signature", "--format=\(format)", commit, "--"])
        var ids = answer.split(separator: " ").map(String.init)
        guard ids.count >= (head == nil ? 2 : 3), ids.removeFirst() == tree else { return false }
        if let head, ids.removeFirst() != head { return false }
        let state = ids.removeFirst()
        guard Set(ids) == others else { return false }
        let former = try git.line(["rev-parse", "--verify", "\(state)^{tree}"])
        if former == stateTree { return true }
        return try IndexMeaning(git: git).isSame((former, stateTree))
    }
}
