internal import GitProgram
internal import HookCore

/// Lists the references of a repository whose objects are to be stored.
enum StoredReferences {
    /// Returns the ids by full names. Remote branches are not among them, because the remote has what they name, nor
    /// are the runner's own rescues. Entries of the stash below the first are `refs/stash@{1}` and so on.
    static func list(_ git: Git) throws(ParallelError) -> [String: String] {
        var found: [String: String] = [:]
        let listed = try git.line(["for-each-ref", "--format=%(objectname) %(refname)"])
        for line in listed.split(separator: "\n") {
            let columns = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard columns.count == 2 else { continue }
            let isLeftOut = ["refs/remotes", "refs/prefetch", "refs/parallel-cc/rescue"].contains {
                FilePath.lies(columns[1], in: $0)
            }
            if !isLeftOut { found[columns[1]] = columns[0] }
        }
        if found["refs/stash"] != nil {
            let entries = try git.line(["log", "--walk-reflogs", "--format=%H", "refs/stash", "--"])
            for (number, id) in entries.split(separator: "\n").enumerated() where number > 0 {
                found["refs/stash@{\(number)}"] = String(id)
            }
        }
        return found
    }
}
