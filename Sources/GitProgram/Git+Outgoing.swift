internal import Exec
package import Files
package import HookCore

/// A path that commits change, and the time of the newest of them.
package struct OutgoingPath: Equatable, Sendable {
    /// The path from the root of the repository.
    package let path: PathBytes
    /// The time in seconds since 1970-01-01 UTC; nil for a change that is not committed yet.
    package let committedAt: Int64?
}

extension Git {
    /// The number of commits that are looked into at most.
    private static let mostCommits = 5_000

    /// Returns the paths that the next commit would change: the index against HEAD. In a merge, a path must differ from
    /// the merged commit as well, because the changes of that commit are committed already.
    package func stagedPaths() throws(ParallelError) -> [OutgoingPath] {
        let head = try commitIfAny("HEAD")
        // Before the first commit, every path is new.
        let tree = if let head { head } else { try emptyTreeID() }
        var paths = try stagedPaths(against: tree)
        if !paths.isEmpty, let merged = try commitIfAny("MERGE_HEAD") {
            paths.formIntersection(try stagedPaths(against: merged))
        }
        return paths.map { OutgoingPath(path: $0, committedAt: nil) }
    }

    private func stagedPaths(against tree: String) throws(ParallelError) -> Set<PathBytes> {
        let arguments = ["diff-index", "--cached", "--name-only", "--no-renames", "--no-relative", "-z", tree, "--"]
        return Set(ZeroSeparated.fields(try run(arguments).output).map(PathBytes.init))
    }

    /// Returns the paths whose changes a push would bring and no remote has yet. A merge counts with the paths that
    /// differ from all of its parents.
    /// - Parameters:
    ///   - updates: git's input to a pre-push hook: `local-ref local-id remote-ref remote-id` on each line.
    ///   - time: seconds since 1970-01-01 UTC. Older commits are left out.
    package func outgoingPaths(_ updates: [UInt8], since time: Int64) throws(ParallelError) -> [OutgoingPath] {
        let commits = try outgoingCommits(updates, since: time)
        if commits.isEmpty { return [] }
        let input = Array((commits.keys.sorted().joined(separator: "\n") + "\n").utf8)
        let arguments = ["diff-tree", "--stdin", "-r", "-c", "--root", "--no-renames", "--name-only", "-z"]
        var newest: [PathBytes: Int64] = [:]
        var current: Int64?
        for field in ZeroSeparated.fields(try run(arguments, input: input).output) {
            if let time = commits[String(decoding: field, as: UTF8.self)] {
                current = time
            } else if let current {
                newest[PathBytes(field)] = max(newest[PathBytes(field)] ?? 0, current)
            }
        }
        return newest.map { OutgoingPath(path: $0.key, committedAt: $0.value) }
    }

    /// Returns the commits that the updates bring.
    /// - Returns: the times of the commits, by id.
    private func outgoingCommits(_ updates: [UInt8], since time: Int64) throws(ParallelError) -> [String: Int64] {
        var wanted: [String] = []
        var known: [String] = []
        for line in updates.split(separator: 0x0A) {
            let columns = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            // Zeros stand for a reference that does not exist: a branch that is deleted, or new on the other side.
            guard columns.count == 4, let local = Self.objectID(columns[1]) else { continue }
            wanted.append(local)
            if let remote = Self.objectID(columns[3]), try commitIfAny(remote) != nil { known.append("^" + remote) }
        }
        if wanted.isEmpty { return [:] }
        let limits = ["--timestamp", "--max-age=\(time)", "--max-count=\(Self.mostCommits)"]
        let answer = try line(["rev-list"] + limits + wanted + known + ["--not", "--remotes", "--"])
        var commits: [String: Int64] = [:]
        for line in answer.split(separator: "\n") {
            let columns = line.split(separator: " ")
            if columns.count == 2, let time = Int64(columns[0]) { commits[String(columns[1])] = time }
        }
        return commits
    }

    private static func objectID(_ text: String) -> String? {
        guard [40, 64].contains(text.utf8.count), text.utf8.contains(where: { $0 != 0x30 }) else { return nil }
        return text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } ? text : nil
    }
}
