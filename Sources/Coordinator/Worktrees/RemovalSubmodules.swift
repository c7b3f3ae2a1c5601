internal import Files
internal import GitKit
internal import HookCore

/// The submodules of a worktree that is being removed.
struct RemovalSubmodules {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    /// git's entry for the worktree; nil when it is no longer in git's list.
    let administration: WorktreeAdministration?
    let wasReady: Bool

    /// Returns the paths of submodules that hold nothing of their own.
    /// - Parameter nested: the paths of repositories in the worktree, which is at its own path.
    /// - Throws: `.unsavedSubmodule` and the reason to keep the worktree.
    func places(_ nested: [PathBytes]) throws(ParallelError) -> Set<PathBytes> {
        guard let administration, WorktreeSubmodules.exist(in: administration.directory) else { return [] }
        let since = coordinator.context.now()
        let submodules = try WorktreeSubmodules(
            git: coordinator.git(worktree.repository), gitDirectory: administration.directory,
            commonDirectory: worktree.repository, workTree: worktree.path, nested: nested,
            resident: { ProcessesInside($0, since: since).first })
        try submodules.requireSaved(isWhole: wasReady)
        return submodules.places
    }

    /// Returns the paths of such submodules in the trash, where their files do not lead to their repositories.
    /// - Throws: the reason to put the worktree back. The next removal examines it at its own path.
    func places(inTrash trash: String, nested: [PathBytes]) throws(ParallelError) -> Set<PathBytes> {
        let found = nested.filter { WorktreeSubmodules.isPlace(trash + "/" + $0.display) }
        // A worktree outside git's list was examined before it left the list.
        guard administration != nil else { return Set(found) }
        if let first = found.first {
            throw RemovalGuards.reasonToKeep(
                .unsavedSubmodule, message: "its removal was disturbed, and it has a submodule", subject: first.display)
        }
        return try places(nested)
    }

    /// Puts back the repositories that an interrupted removal or restore has put aside.
    func putBack(_ trash: String) throws(ParallelError) {
        guard let administration else { return }
        try kept(trash).putBack(into: administration.directory)
        // As long as the former worktree lies in the trash, the repositories belong to it.
        guard let former = administration.restoredFrom, !FileAccess.exists(former) else { return }
        try kept(former).putBack(into: administration.directory)
        if wasReady { return }
        try WorktreeSubmodules.connect(
            git: coordinator.git(worktree.repository), gitDirectory: administration.directory, workTree: worktree.path)
    }

    /// Moves the repositories away before git deletes them with the worktree's git directory. They stay when the
    /// worktree's files are gone, because they would have nothing to belong to.
    func putAside(_ trash: String) throws(ParallelError) {
        guard let administration, WorktreeSubmodules.exist(in: administration.directory),
            DirectoryNames.list(trash).contains(where: { $0 != ".git" })
        else { return }
        try kept(trash).putAside(from: administration)
        coordinator.context.reach("remove.submodules")
    }

    /// The bytes of all files in the submodules' repositories.
    var bytes: UInt64 {
        guard let administration, WorktreeSubmodules.exist(in: administration.directory) else { return 0 }
        return TreeFingerprint.of(administration.directory + "/modules").bytes
    }

    private func kept(_ trash: String) -> KeptSubmodules {
        KeptSubmodules(repository: worktree.repository, trash: FilePath.name(of: trash))
    }
}
