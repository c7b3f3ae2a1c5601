internal import GitKit
internal import HookCore

/// The worktree in which branches are put together and tried; made for a run and gone with it.
struct LandingScratch {
    static let lockReason = "parallel-cc landing"

    let coordinator: Coordinator
    let repository: String

    /// Where it is: in the data directory, by the repository's name and a digest of its path.
    var path: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in repository.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return realPathOfMissing(coordinator.context.dataDirectory) + "/landing/" + String(hash, radix: 36)
    }

    /// What the last command of the user's said.
    var log: String { path + ".log" }

    private var git: Git { coordinator.git(repository) }

    /// A run that was killed may have left a command of the user's behind: it would meet the files of the next one.
    /// - Throws: `.landingBusy`.
    func requireDeserted() throws(ParallelError) {
        guard FileAccess.exists(path) else { return }
        guard let straggler = ProcessesInside(path, since: coordinator.context.now()).first else { return }
        throw ParallelError(
            .landingBusy, operation: "land", subject: repository,
            message: "\(straggler), left behind by an earlier run, still works in \(path)",
            hint: "wait for it, or end it, then: parallel-cc merge queue run")
    }

    /// - Parameter commit: what is checked out first.
    func make(_ commit: String) throws(ParallelError) -> ScratchTree {
        try remove()
        try FileWriter.makeDirectory(coordinator.directory(of: path))
        try coordinator.locked(repository) { () throws(ParallelError) in
            try git.addEmptyWorktree(path: path, head: .detached, commit: commit, lockReason: Self.lockReason)
        }
        coordinator.context.reach("landing.scratch")
        let tree = ScratchTree(git: coordinator.git(path), path: path)
        try tree.reset(to: commit)
        return tree
    }

    /// Takes it away, also one that a killed run has left. Nothing in it is anybody's: commits that count are held by
    /// references.
    func remove() throws(ParallelError) {
        try TreeDeletion.delete(path)
        guard let known = WorktreeAdministration.find(path: path, commonDirectory: repository) else { return }
        try coordinator.locked(repository) { () throws(ParallelError) in try git.removeMissingWorktree(known) }
    }
}
