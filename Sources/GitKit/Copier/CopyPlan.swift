internal import CLibGit2
internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// The index of the new worktree, and the pairs of its entries with those of the main checkout that can be copied.
struct CopyPlan: ~Copyable {
    /// The index of the new worktree. It is complete but for the `stat` of files.
    let tree: IndexFile
    /// The main checkout's index. It keeps the candidates' source entries alive.
    private let main: IndexFile
    /// The pairs that can be copied, in the order of their paths.
    let candidates: [CopyCandidate]

    /// Makes the plan.
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
        // git shows replaced objects in place of the originals, and libgit2 does not.
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

    /// Pairs the entries of both indexes, which are sorted by path, then stage.
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

    /// Whether an entry is a file or link without a conflict and without a flag that lets it differ from its file.
    private static func isUsable(_ entry: git_index_entry) -> Bool {
        let flags = entry.flags & UInt16(GIT_INDEX_ENTRY_STAGEMASK | Int32(GIT_INDEX_ENTRY_VALID.rawValue))
        let more =
            UInt32(entry.flags_extended)
            & (GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue | GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)
        return flags == 0 && more == 0 && [EntryMode.file, EntryMode.executable, EntryMode.link].contains(entry.mode)
    }

    /// Leaves out candidates with attributes that convert them. The attributes of the new commit change the bytes that
    /// git would write. Those of the main checkout change the bytes of its files.
    private static func withoutConverted(
        _ candidates: [CopyCandidate], paths: [UnsafePointer<CChar>], job: CopyJob
    ) throws(ParallelError) -> [CopyCandidate] {
        let new = try ConvertedPaths.find(paths, with: job.git, fromIndex: true)
        let old = try ConvertedPaths.find(paths, with: job.git.at(job.mainCheckout), fromIndex: false)
        return candidates.indices.filter { !new[$0] && !old[$0] }.map { candidates[$0] }
    }
}
