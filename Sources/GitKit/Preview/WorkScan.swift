internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// A worktree changes faster than it can be read.
    package static let worktreeChanging: Self = "worktree-changing"
    /// A worktree or branch without a commit cannot be merged.
    package static let noCommits: Self = "no-commits"
}

/// Finds the state that a worktree would have if everything there were committed. Writes nothing into it or its
/// repository.
struct WorkScan: Sendable {
    /// The state, and the data that need not be read again next time.
    struct Found: Sendable {
        let state: WorkState
        let hashes: WorkHashes
    }

    let git: Git
    let settings: PreviewSettings
    let scratch: ScratchObjects
    /// The present time in nanoseconds since 1970.
    let now: Int64

    private static let attempts = 3

    /// Scans a worktree.
    /// - Parameter known: the hashes of an earlier scan of the same worktree.
    /// - Throws: `.noCommits`, `.worktreeChanging`, `.unreadableFile`, `.gitFailed`.
    func run(_ worktree: String, known: WorkHashes?) throws(ParallelError) -> Found {
        for _ in 0..<Self.attempts {
            if let result = try attempt(worktree, known: known) { return result }
        }
        throw ParallelError(
            .worktreeChanging, operation: "look at uncommitted work", subject: worktree,
            message: "files there change while they are read", hint: "try again")
    }

    private func attempt(_ worktree: String, known: WorkHashes?) throws(ParallelError) -> Found? {
        let status = try WorkStatus(git.at(worktree))
        guard let commit = status.commit else {
            throw ParallelError(
                .noCommits, operation: "look at worktree", subject: worktree, message: "there is no commit yet")
        }
        var contents: [PathBytes: WorkChange.Content?] = [:]
        var unread: [PathBytes: UInt32?] = [:]
        for (path, kind) in status.entries {
            switch kind {
            case .gone: contents[path] = .some(nil)
            case .indexed(let mode, let id): contents[path] = WorkChange.Content(mode: mode, id: id)
            case .file(let mode): unread[path] = mode
            case .submodule: contents[path] = try submodule(path, worktree: worktree)
            }
        }
        let paths = Array(unread.keys)
        let circumstances = WorkConversion.circumstances(paths, status: status, settings: settings, worktree: worktree)
        var hashes = WorkHashes(circumstances: circumstances)
        if !unread.isEmpty {
            let usable = known?.circumstances == circumstances ? known : nil
            let reader = WorkReader(scan: self, worktree: worktree, known: usable)
            guard let read = try reader.read(unread),
                circumstances
                    == WorkConversion.circumstances(paths, status: status, settings: settings, worktree: worktree)
            else { return nil }
            for (path, content) in read.contents { contents[path] = content }
            hashes = read.remember(circumstances, now: now)
        }
        // A staged change that was undone is no change, nor is a file that was only removed from the index. A path that
        // HEAD does not have cannot be gone.
        let isUndone = { (path: PathBytes, content: WorkChange.Content?) in
            status.isKnown(path) && content == status.committed[path]
        }
        let changes = contents.filter { !isUndone($0.key, $0.value) }.map {
            WorkChange(path: $0.key, content: $0.value)
        }
        .sorted { $0.path.lexicographicallyPrecedes($1.path) }
        return Found(
            state: WorkState(worktree: worktree, branch: status.branch, commit: commit, changes: changes),
            hashes: hashes)
    }

    private func submodule(_ path: PathBytes, worktree: String) throws(ParallelError) -> WorkChange.Content {
        let root = worktree + "/" + String(decoding: path, as: UTF8.self)
        let id = try git.at(root).line(["rev-parse", "--verify", "HEAD"])
        return WorkChange.Content(mode: TreeEntry.submodule, id: id)
    }
}
