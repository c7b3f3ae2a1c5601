internal import Dispatch
internal import Exec
internal import Synchronization

/// Copies all candidates of a plan with several threads.
struct CopyRun {
    let source: String
    let target: String
    let repository: String

    /// The number of threads. More of them would only wait for the directories' locks in the kernel.
    private static let threads = 4
    /// The number of consecutive paths that a thread takes. Such paths share directories.
    private static let chunk = 64

    /// Copies the candidates. Stops early when a signal asks the program to end.
    /// - Returns: a report on the copied files.
    func perform(_ plan: borrowing CopyPlan, progress: @Sendable (Int, Int) -> Void) -> CopyReport {
        let candidates = plan.candidates
        let total = plan.tree.count
        let next = Atomic(0)
        // Each thread has its own report, so there is no lock. The end of the loop orders all writes before the sum.
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
