// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc
package import HookCore

/// The state of a worktree, or the error that kept it from being read.
package struct ScannedWork: Sendable {
    /// The state, or the error.
    package let state: Result<WorkState, ParallelError>
    /// The data for the next scan of the same worktree; nil where it could not be read.
    package let hashes: WorkHashes?
}

extension MergePreviews {
    /// Scans worktrees, three at a time. Each is scanned as `git status` would: staged, changed, and new files.
    /// - Parameter worktrees: the roots, with the hashes of an earlier scan.
    /// - Returns: one answer for each, in order.
    package func scan(_ worktrees: [(path: String, known: WorkHashes?)]) -> [ScannedWork] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        let scan = WorkScan(git: git, settings: settings, scratch: scratch, now: now)
        return concurrentMap(worktrees, workers: 3) { { Self.scanOne($0, scan: scan) } }
    }

    private static func scanOne(_ worktree: (path: String, known: WorkHashes?), scan: WorkScan) -> ScannedWork {
        do throws(ParallelError) {
            let found = try scan.run(worktree.path, known: worktree.known)
            return ScannedWork(state: .success(found.state), hashes: found.hashes)
        } catch {
            return ScannedWork(state: .failure(error), hashes: nil)
        }
    }
}
