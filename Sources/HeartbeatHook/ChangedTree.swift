import HookCore

/// Changed files of one worktree.
struct ChangedTree {
    /// Of the first of them.
    let place: ClaimLocation
    /// From the root of the worktree.
    let paths: [[UInt8]]

    /// Files by worktree, in the order in which they were named; those that lie in none are left out.
    static func sorted(_ files: [String]) -> [ChangedTree] {
        var places: [String: ClaimLocation] = [:]
        var roots: [String] = []
        var paths: [String: [[UInt8]]] = [:]
        for file in files {
            guard let location = ClaimLocation(absolute: file), !location.path.isEmpty else { continue }
            if places[location.root] == nil {
                places[location.root] = location
                roots.append(location.root)
            }
            paths[location.root, default: []].append(location.path)
        }
        return roots.compactMap { root in places[root].map { ChangedTree(place: $0, paths: paths[root] ?? []) } }
    }
}
