internal import Exec
package import Files
package import HookCore

/// A path that commits change, and when the newest of them was committed.
package struct OutgoingPath: Equatable, Sendable {
    package let path: PathBytes
    /// Seconds since 1970-01-01 UTC; nil for what is not committed yet.
    package let committedAt: Int64?
}

extension Git {
    /// More commits than that are not looked into.
    private static let mostCommits = 5_000

    /// What the next commit would change: the index against HEAD, and in a merge against the merged commit as well, since
    /// what comes from there is somebody's work that is committed already.
    package func stagedPaths() throws(ParallelError) -> [OutgoingPath] {
        let head = try commitIfAny("HEAD")
        // Before the first commit everything is new.
        let tree = if let head { head } else { try line(["hash-object", "-t", "tree", "/dev/null"]) }
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

    /// What a push would bring that no remote has yet; of a merge, what it changed against all of its parents.
    /// - Parameters:
    ///   - updates: what git gives to a pre-push hook: `local-ref local-id remote-ref remote-id` on each line.
    ///   - time: seconds since 1970-01-01 UTC; older commits are left out.
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

    /// - Returns: the times of the commits, by id.
    private func outgoingCommits(_ updates: [UInt8], since time: Int64) throws(ParallelError) -> [String: Int64] {
        var wanted: [String] = []
        var known: [String] = []
        for line in updates.split(separator: 0x0A) {
            let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            // Zeros stand for what is not there: a branch that is deleted, or new on the other side.
            guard words.count == 4, let local = Self.objectID(words[1]) else { continue }
            wanted.append(local)
            if let remote = Self.objectID(words[3]), try commitIfAny(remote) != nil { known.append("^" + remote) }
        }
        if wanted.isEmpty { return [:] }
        let limits = ["--timestamp", "--max-age=\(time)", "--max-count=\(Self.mostCommits)"]
        let answer = try line(["rev-list"] + limits + wanted + known + ["--not", "--remotes", "--"])
        var commits: [String: Int64] = [:]
        for line in answer.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, let time = Int64(words[0]) { commits[String(words[1])] = time }
        }
        return commits
    }

    private static func objectID(_ text: String) -> String? {
        guard [40, 64].contains(text.utf8.count), text.utf8.contains(where: { $0 != 0x30 }) else { return nil }
        return text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } ? text : nil
    }
}
