internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Coordinator {
    /// Returns old lock files in the known repositories. A killed git has left them, and no other git can write there.
    ///
    /// They are only listed, never removed: a slow git may still be at work.
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

    /// Returns the remotes of the known repositories from which `git fetch --prune` would delete rescues.
    package func remotesThatPruneRescues() throws(ParallelError) -> [(repository: String, remote: String)] {
        var found: [(repository: String, remote: String)] = []
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            // A repository that git cannot read is reported by the list of rescues.
            let remotes = (try? git(repository).remotesThatPrune("refs/parallel-cc/")) ?? []
            found += remotes.map { (repository, $0) }
        }
        return found
    }

    /// Returns the rules by which `git fetch` writes into the branches of the known repositories.
    /// - Returns: each as it is configured, and the one that writes copies below `refs/remotes` instead.
    package func branchFetchRules() throws(ParallelError) -> [(
        repository: String, remote: String, rule: String, instead: String
    )] {
        var found: [(repository: String, remote: String, rule: String, instead: String)] = []
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            // A repository that git cannot read is reported by the list of rescues.
            let rules = (try? git(repository).branchFetchRules()) ?? []
            found += rules.map { (repository, $0.remote, $0.rule, $0.instead) }
        }
        return found
    }

    /// Returns the number of former tips of branches that each known repository keeps, because `claude -w` has reset
    /// the branch.
    package func heldBranches() throws(ParallelError) -> [(repository: String, count: Int)] {
        var found: [(repository: String, count: Int)] = []
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            // A repository that git cannot read is reported by the list of rescues.
            let names = try? git(repository).line(["for-each-ref", "--format=%(refname)", HeldBranch.prefix])
            let count = names?.split(separator: "\n").count ?? 0
            if count > 0 { found.append((repository, count)) }
        }
        return found
    }

    /// Returns the submodules' repositories of removed worktrees whose files are neither in the trash nor in a
    /// worktree, as far as this data directory knows.
    ///
    /// They are only listed, never removed: the files may come back, like those on an unmounted disk.
    package func leftoverSubmodules() throws(ParallelError) -> [LeftoverSubmodules] {
        let repositories = (try knownRepositories() + [surroundingRepository].compactMap(\.self)).distinctNames
        var found: [LeftoverSubmodules] = []
        for repository in repositories {
            let folder = "\(repository)/\(Submodule.keptFolder)"
            let kept = DirectoryNames.list(folder).sorted()
            if kept.isEmpty { continue }
            // The rows are read after the folders, because a removal writes its row before it keeps a submodule.
            let rows = try database.read { db throws(StoreError) in try TrashTable.all(in: db) }
            let missing = rows.filter {
                !FileAccess.exists($0.trashPath) && !FileAccess.exists($0.trashPath + Self.deletingSuffix)
            }
            let used = try trashInUse(repository).union(rows.filter { !missing.contains($0) }.map { Name($0.id) })
            found += kept.filter { !used.contains(Name($0)) }.map { id in
                LeftoverSubmodules(path: "\(folder)/\(id)", missing: missing.first { $0.id.isSame(as: id) }?.trashPath)
            }
        }
        return found
    }

    /// Returns the ids of removals that are under way, of entries that are being restored, and of those without a row.
    private func trashInUse(_ repository: String) throws(ParallelError) -> Set<Name> {
        let removals = try database.read { db throws(StoreError) in
            try WorktreeTable.all(in: db).compactMap(\.trashPath)
        }
        let restored = WorktreeAdministration.all(commonDirectory: repository).compactMap(\.restoredFrom)
        let places = (removals + restored).map(FilePath.name)
        return Set((places + (try unrecordedTrash(of: repository).map(\.id))).map(Name.init))
    }

    /// Whether a lock is too old for a git at work. An index may stay locked while the user writes a commit message.
    /// Other locks last moments.
    private func isOld(_ path: String) -> Bool {
        guard let version = FileVersion(Array(path.utf8), in: "/") else { return false }
        let most: Int64 = path.hasSuffix("/index.lock") ? 600_000 : 30_000
        return context.now().milliseconds - Int64(version.modified / 1_000_000) > most
    }
}
