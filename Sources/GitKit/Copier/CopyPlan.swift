internal import CLibGit2
internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// The index of the new worktree, and which of its entries can be copied from which entry of the main checkout.
struct CopyPlan: ~Copyable {
    /// The index of the new worktree; complete but for the `stat` of files.
    let tree: IndexFile
    /// Keeps the candidates' source entries alive.
    private let main: IndexFile
    /// In the order of their paths.
    let candidates: [CopyCandidate]

    /// - Throws: `CopyObstacle`, and `ParallelError` from running git.
    init(_ job: CopyJob, settings: GitSettings) throws {
        let repository = try Self.open(job.commonDirectory)
        let tree = try IndexFile.create(job.indexPath, commit: job.commit, in: repository)
        let main = try IndexFile.read(job.mainGitDirectory + "/index")
        let candidates = Self.match(tree, main: main, now: job.now())
        let sources = AttributeSources(commonDirectory: job.commonDirectory, settings: settings, git: job.git)
        let paths = candidates.compactMap { UnsafePointer($0.target.pointee.path) }
        if sources.existOutside || AttributeSources.exist(in: tree)
            || AttributeSources.exist(in: job.mainCheckout, leadingTo: paths)
        {
            // git reads the attributes of the new commit from this index, which has no files yet.
            try tree.write()
            self.candidates = try Self.withoutConverted(candidates, paths: paths, job: job)
        } else {
            self.candidates = candidates
        }
        self.tree = tree
        self.main = main
    }

    private static func open(_ directory: String) throws(CopyObstacle) -> LibGit2Repository {
        let repository: LibGit2Repository
        do throws(LibGit2Repository.Failure) {
            repository = try LibGit2Repository(at: directory)
        } catch {
            throw CopyObstacle("libgit2 cannot open the repository (\(error))")
        }
        // git shows replaced objects in place of the originals, libgit2 does not.
        guard try !hasReplacements(repository) else { throw CopyObstacle("replaced objects") }
        return repository
    }

    private static func hasReplacements(_ repository: borrowing LibGit2Repository) throws(CopyObstacle) -> Bool {
        var iterator: OpaquePointer?
        guard git_reference_iterator_glob_new(&iterator, repository.handle, "refs/replace/*") == 0 else {
            throw CopyObstacle(libgit2: "list replaced objects")
        }
        defer { git_reference_iterator_free(iterator) }
        var name: UnsafePointer<CChar>?
        return git_reference_next_name(&name, iterator) == 0
    }

    /// Walks both indexes side by side; both are sorted by path, then stage.
    private static func match(_ tree: borrowing IndexFile, main: borrowing IndexFile, now: Int64) -> [CopyCandidate] {
        var candidates: [CopyCandidate] = []
        candidates.reserveCapacity(tree.count)
        var position = 0
        for index in 0..<tree.count {
            guard let wanted = tree.entry(index), let path = wanted.pointee.path else { continue }
            while let entry = main.entry(position), strcmp(entry.pointee.path, path) < 0 { position += 1 }
            guard let entry = main.entry(position), strcmp(entry.pointee.path, path) == 0,
                isSame(entry.pointee, wanted: wanted.pointee), isUsable(entry.pointee),
                FileStamp.isSettled(entry.pointee, indexModified: main.modified, now: now)
            else { continue }
            candidates.append(CopyCandidate(source: entry, target: UnsafeMutablePointer(mutating: wanted)))
        }
        return candidates
    }

    private static func isSame(_ entry: git_index_entry, wanted: git_index_entry) -> Bool {
        var (left, right) = (entry.id, wanted.id)
        return entry.mode == wanted.mode && git_oid_equal(&left, &right) == 1
    }

    /// A file or link whose entry is no conflict and carries no flag that lets it differ from its file.
    private static func isUsable(_ entry: git_index_entry) -> Bool {
        let flags = entry.flags & UInt16(GIT_INDEX_ENTRY_STAGEMASK | Int32(GIT_INDEX_ENTRY_VALID.rawValue))
        let more =
            UInt32(entry.flags_extended)
            & (GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue | GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)
        return flags == 0 && more == 0 && [EntryMode.file, EntryMode.executable, EntryMode.link].contains(entry.mode)
    }

    /// Both sides count: attributes of the new commit change what git would write, those of the main checkout what its
    /// files hold.
    private static func withoutConverted(
        _ candidates: [CopyCandidate], paths: [UnsafePointer<CChar>], job: CopyJob
    ) throws(ParallelError) -> [CopyCandidate] {
        let new = try ConvertedPaths.find(paths, with: job.git, fromIndex: true)
        let old = try ConvertedPaths.find(paths, with: job.git.at(job.mainCheckout), fromIndex: false)
        return candidates.indices.filter { !new[$0] && !old[$0] }.map { candidates[$0] }
    }
}
