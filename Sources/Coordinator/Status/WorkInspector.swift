internal import Dispatch
internal import Exec
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Synchronization

/// Asks git about several worktrees, three at a time. With three, two cores are busy while an answer is read. More
/// would only compete for the disk, because git's own status uses threads.
struct WorkInspector: Sendable {
    /// A worktree and the common git directory of its repository.
    typealias Place = (worktree: String, repository: String)

    let git: Git

    /// Returns one answer for each place, in order. It is nil where git could not answer.
    func inspect(_ places: [Place]) -> [WorkSummary?] {
        let heads = mainHeads(places.map(\.repository).distinctNames)
        // Each answer has its own element, so no lock is needed. The end of the loop orders all writes before the
        // reading.
        nonisolated(unsafe) let results = UnsafeMutableBufferPointer<WorkSummary?>.allocate(capacity: places.count)
        results.initialize(repeating: nil)
        defer {
            results.deinitialize()
            results.deallocate()
        }
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(3, places.count)) { _ in
            while case let index = next.add(1, ordering: .relaxed).oldValue, index < places.count {
                let place = places[index]
                let summary = summary(of: place.worktree, mainHead: heads[Name(place.repository)])
                results[index] = summary
            }
        }
        return Array(results)
    }

    /// Returns the commit of each repository's main checkout.
    private func mainHeads(_ repositories: [String]) -> [Name: String] {
        var heads: [Name: String] = [:]
        for repository in repositories { heads[Name(repository)] = (try? git.at(repository).head())?.commit }
        return heads
    }

    private func summary(of path: String, mainHead: String?) -> WorkSummary? {
        let arguments = ["status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all"]
        guard let answer = try? git.at(path).run(arguments) else { return nil }
        var summary = WorkSummary(branch: nil, uncommittedFiles: 0, commitsAhead: nil)
        var head: String?
        var skipsNext = false
        for field in ZeroSeparated.fields(answer.output) {
            if skipsNext {
                skipsNext = false
            } else if let name = value(of: "# branch.head ", in: field) {
                summary.branch = name == "(detached)" ? nil : name
            } else if let id = value(of: "# branch.oid ", in: field) {
                head = id
            } else if field.first != UInt8(ascii: "#") {
                summary.uncommittedFiles += 1
                // The former name follows a rename.
                skipsNext = field.first == UInt8(ascii: "2")
            }
        }
        if let head, let mainHead { summary.commitsAhead = try? git.at(path).commits(of: head, notIn: mainHead) }
        return summary
    }

    private func value(of key: String, in field: ArraySlice<UInt8>) -> String? {
        field.starts(with: key.utf8) ? String(decoding: field.dropFirst(key.utf8.count), as: UTF8.self) : nil
    }
}
