// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Dispatch
internal import Glibc
package import HookCore
internal import Synchronization

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
        // A place for each answer: no lock, and the end of the loop orders all writes before the reading.
        nonisolated(unsafe) let results = UnsafeMutableBufferPointer<ScannedWork?>.allocate(capacity: worktrees.count)
        results.initialize(repeating: nil)
        defer {
            results.deinitialize()
            results.deallocate()
        }
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(3, worktrees.count)) { _ in
            while case let index = next.add(1, ordering: .relaxed).oldValue, index < worktrees.count {
                results[index] = Self.look(worktrees[index], scan)
            }
        }
        return results.map { $0 ?? ScannedWork(state: .failure(Self.noAnswer), hashes: nil) }
    }

    private static func look(_ worktree: (path: String, known: WorkHashes?), _ scan: WorkScan) -> ScannedWork {
        do throws(ParallelError) {
            let found = try scan.run(worktree.path, known: worktree.known)
            return ScannedWork(state: .success(found.state), hashes: found.hashes)
        } catch {
            return ScannedWork(state: .failure(error), hashes: nil)
        }
    }
}
