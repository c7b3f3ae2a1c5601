internal import Dispatch
internal import Exec
internal import Synchronization

/// Copies all candidates of a plan with several threads.
struct CopyRun {
    let source: String
    let target: String
    let repository: String

    /// More than a few threads only wait for the directories' locks in the kernel.
    private static let threads = 4
    /// Consecutive paths share directories, so each thread takes a run of them.
    private static let chunk = 64

    /// Returns what was copied. Stops early when a signal asks us to end.
    func perform(_ plan: borrowing CopyPlan, progress: @Sendable (Int, Int) -> Void) -> CopyReport {
        let candidates = plan.candidates
        let total = plan.tree.count
        let next = Atomic(0)
        // A place for each thread: no lock, and the end of the loop orders all writes before the sum.
        nonisolated(unsafe) let reports = UnsafeMutableBufferPointer<CopyReport>.allocate(capacity: Self.threads)
        reports.initialize(repeating: CopyReport())
        defer { reports.deallocate() }
        DispatchQueue.concurrentPerform(iterations: Self.threads) { thread in
            guard var copier = FileCopier(source: source, target: target, repository: repository) else { return }
            while Interruption.signal == nil {
                let start = next.add(Self.chunk, ordering: .relaxed).oldValue
                guard start < candidates.count else { break }
                for candidate in candidates[start..<min(start + Self.chunk, candidates.count)] {
                    copier.copy(candidate)
                }
                if thread == 0 { progress(start, total) }
            }
            reports[thread] = copier.report
        }
        return reports.reduce(into: CopyReport()) { $0.add($1) }
    }
}

extension CopyReport {
    fileprivate mutating func add(_ other: CopyReport) {
        copied += other.copied
        reflinked += other.reflinked
        bytes += other.bytes
    }
}
