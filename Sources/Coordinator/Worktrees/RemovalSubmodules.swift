internal import Files
internal import GitKit
internal import HookCore

/// What a removal has to know of the submodules of a worktree.
struct RemovalSubmodules {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    /// The administrative directory; nil when the worktree is out of git's list already.
    let administration: WorktreeAdministration?
    let wasReady: Bool

    /// Where submodules are checked out that hold nothing which is nowhere else.
    /// - Parameter nested: where in the worktree, as it lies at its place, there are repositories.
    /// - Throws: `.unsavedSubmodule` and the reason to keep the worktree.
    func places(_ nested: [PathBytes]) throws(ParallelError) -> Set<PathBytes> {
        guard let administration, WorktreeSubmodules.exist(in: administration.directory) else { return [] }
        let submodules = try WorktreeSubmodules(
            git: coordinator.git(worktree.repository), gitDirectory: administration.directory,
            commonDirectory: worktree.repository, workTree: worktree.path, nested: nested)
        try submodules.requireSaved(isWhole: wasReady)
        return submodules.places
    }

    /// Finds these places in the trash, where their repositories cannot be found from their files.
    /// - Throws: the reason to put the worktree back; the next removal looks at it in its place.
    func places(inTrash trash: String, nested: [PathBytes]) throws(ParallelError) -> Set<PathBytes> {
        let found = nested.filter { WorktreeSubmodules.isPlace(trash + "/" + $0.display) }
        // What is out of git's list was looked at before it left it.
        guard administration != nil else { return Set(found) }
        if let first = found.first {
            throw RemovalGuards.keep(
                .unsavedSubmodule, message: "its removal was disturbed, and it has a submodule", subject: first.display)
        }
        return try places(nested)
    }

    /// Puts the repositories back that a removal or a restoration which was cut off has put aside.
    func putBack(_ trash: String) throws(ParallelError) {
        guard let administration else { return }
        try kept(trash).putBack(into: administration.directory)
        // As long as that still lies in the trash, they are its.
        guard let former = administration.restoredFrom, !FileAccess.exists(former) else { return }
        try kept(former).putBack(into: administration.directory)
        if wasReady { return }
        try WorktreeSubmodules.connect(
            git: coordinator.git(worktree.repository), gitDirectory: administration.directory, workTree: worktree.path)
    }

    /// Saves the repositories from being deleted with the worktree's git directory. Those of a worktree whose files are gone
    /// have nothing to go with.
    func putAside(_ trash: String) throws(ParallelError) {
        guard let administration, WorktreeSubmodules.exist(in: administration.directory),
            DirectoryNames.list(trash).contains(where: { $0 != ".git" })
        else { return }
        try kept(trash).putAside(from: administration)
        coordinator.context.reach("remove.submodules")
    }

    /// Of all files in their repositories.
    var bytes: UInt64 {
        guard let administration, WorktreeSubmodules.exist(in: administration.directory) else { return 0 }
        return TreeFingerprint.of(administration.directory + "/modules").bytes
    }

    private func kept(_ trash: String) -> KeptSubmodules {
        KeptSubmodules(repository: worktree.repository, trash: FilePath.name(of: trash))
    }
}
