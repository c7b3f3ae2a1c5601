internal import Dispatch
internal import Exec
internal import GitKit
internal import Synchronization

/// Asks git about several worktrees, two at a time: git's own status uses threads, and more would only fight for the disk.
struct WorkInspector: Sendable {
    let git: Git

    /// One answer per place, in order; nil where git could not answer.
    func inspect(_ places: [String]) -> [WorkSummary?] {
        let results = Mutex([WorkSummary?](repeating: nil, count: places.count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(2, places.count)) { _ in
            while case let index = next.add(1, ordering: .relaxed).oldValue, index < places.count {
                let summary = summary(of: places[index])
                results.withLock { $0[index] = summary }
            }
        }
        return results.withLock { $0 }
    }

    private func summary(of path: String) -> WorkSummary? {
        let arguments = ["status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all"]
        guard let answer = try? git.at(path).run(arguments) else { return nil }
        var summary = WorkSummary(branch: nil, uncommittedFiles: 0, commitsAhead: nil)
        var skipsNext = false
        for field in ZeroSeparated.fields(answer.output) {
            if skipsNext {
                skipsNext = false
            } else if field.starts(with: Array("# branch.head ".utf8)) {
                let name = String(decoding: field.dropFirst("# branch.head ".utf8.count), as: UTF8.self)
                summary.branch = name == "(detached)" ? nil : name
            } else if field.first != UInt8(ascii: "#") {
                summary.uncommittedFiles += 1
                // A rename is followed by the old name.
                skipsNext = field.first == UInt8(ascii: "2")
            }
        }
        summary.commitsAhead = commitsAhead(path)
        return summary
    }

    /// nil where git could not answer.
    private func commitsAhead(_ path: String) -> Int? {
        guard let main = try? git.at(path).worktrees().first, let head = main.head else { return nil }
        if main.path == path { return 0 }
        let count = try? git.at(path).line(["rev-list", "--count", "HEAD", "--not", head])
        return count.flatMap { Int($0) }
    }
}
