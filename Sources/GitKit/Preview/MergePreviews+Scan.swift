// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc
package import HookCore

/// A worktree as it was found, or why it could not be looked at.
package struct ScannedWork: Sendable {
    package let state: Result<WorkState, ParallelError>
    /// For the next scan of the same worktree; nil where it could not be looked at.
    package let hashes: WorkHashes?
}

extension MergePreviews {
    /// Looks at worktrees, three at a time, each as `git status` would: what is staged, changed, and new.
    /// - Parameter worktrees: roots, with what an earlier scan has remembered.
    /// - Returns: one answer for each, in order.
    package func scan(_ worktrees: [(path: String, known: WorkHashes?)]) -> [ScannedWork] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        let scan = WorkScan(git: git, settings: settings, scratch: scratch, now: now)
        return concurrentMap(worktrees, workers: 3) { { Self.look($0, scan: scan) } }
    }

    private static func look(_ worktree: (path: String, known: WorkHashes?), scan: WorkScan) -> ScannedWork {
        do throws(ParallelError) {
            let found = try scan.run(worktree.path, known: worktree.known)
            return ScannedWork(state: .success(found.state), hashes: found.hashes)
        } catch {
            return ScannedWork(state: .failure(error), hashes: nil)
        }
    }
}
