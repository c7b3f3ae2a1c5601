internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Coordinator {
    /// Locks in the known repositories that are old: left by a git that was killed, and no other git can write there.
    ///
    /// They are only named, never removed: a slow git may still be at work.
    package func oldLocks() throws(ParallelError) -> [String] {
        let own = ["index.lock", "HEAD.lock", "config.worktree.lock", "reftable/tables.list.lock"]
        let shared = ["config.lock", "packed-refs.lock", "shallow.lock"]
        var found: [String] = []
        for repository in try knownRepositories() {
            let worktrees = DirectoryNames.list(repository + "/worktrees").sorted().flatMap { name in
                own.map { "\(repository)/worktrees/\(name)/\($0)" }
            }
            found += ((own + shared).map { "\(repository)/\($0)" } + worktrees).filter(isOld)
        }
        return found
    }

    /// Remotes of the known repositories from which `git fetch --prune` would delete rescues.
    package func remotesThatPruneRescues() throws(ParallelError) -> [(repository: String, remote: String)] {
        var found: [(repository: String, remote: String)] = []
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            // What cannot be asked is told by the list of rescues.
            let remotes = (try? git(repository).remotesThatPrune("refs/parallel-cc/")) ?? []
            found += remotes.map { (repository, $0) }
        }
        return found
    }

    /// How many former tips of branches are held in the known repositories: what `claude -w` has begun anew.
    package func heldBranches() throws(ParallelError) -> [(repository: String, count: Int)] {
        var found: [(repository: String, count: Int)] = []
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            // A repository that git cannot read is told by the list of rescues.
            let names = try? git(repository).line(["for-each-ref", "--format=%(refname)", WorktreeBranch.prefix])
            let count = names?.split(separator: "\n").count ?? 0
            if count > 0 { found.append((repository, count)) }
        }
        return found
    }

    /// Repositories of removed worktrees' submodules whose files neither the trash nor a worktree has any more: nothing ever
    /// takes these away.
    ///
    /// They are only named, never removed: the files may come back, as a disk does.
    package func leftoverSubmodules() throws(ParallelError) -> [String] {
        let repositories = Set(try knownRepositories() + [surroundingRepository].compactMap(\.self))
        var found: [String] = []
        for repository in repositories.sorted() {
            let folder = "\(repository)/\(Submodule.keptFolder)"
            let kept = DirectoryNames.list(folder).sorted()
            if kept.isEmpty { continue }
            // After these: a removal has its row before it keeps anything.
            let used = try trashInUse(repository)
            found += kept.filter { !used.contains($0) }.map { "\(folder)/\($0)" }
        }
        return found
    }

    /// The ids of what lies in the trash, comes into it, or is brought back from it.
    private func trashInUse(_ repository: String) throws(ParallelError) -> Set<String> {
        let paths = try database.read { db throws(StoreError) in
            try TrashTable.all(in: db).map(\.trashPath) + WorktreeTable.all(in: db).compactMap(\.trashPath)
        }
        let restored = WorktreeAdministration.all(commonDirectory: repository).compactMap(\.restoredFrom)
        return Set((paths + restored).map(FilePath.name) + (try unrecordedTrash(of: repository).map(\.id)))
    }

    /// An index may be locked for as long as somebody writes a commit's message; all else takes moments.
    private func isOld(_ path: String) -> Bool {
        guard let version = FileVersion(Array(path.utf8), in: "/") else { return false }
        let most: Int64 = path.hasSuffix("/index.lock") ? 600_000 : 30_000
        return context.now().milliseconds - Int64(version.modified / 1_000_000) > most
    }
}
