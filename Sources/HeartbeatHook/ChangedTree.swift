import HookCore

/// Changed files of one worktree.
struct ChangedTree {
    /// Of one of them.
    let place: ClaimLocation
    /// From the root of the worktree.
    private(set) var paths: [[UInt8]]

    /// Files by worktree, in the order in which they were named; those that lie in none are left out.
    static func sorted(_ files: [String]) -> [ChangedTree] {
        var trees: [ChangedTree] = []
        // Where a directory lies is asked once.
        var known: [Substring: (tree: Int, prefix: [UInt8])] = [:]
        for file in files {
            guard let slash = file.lastIndex(of: "/") else { continue }
            let name = Array(file[file.index(after: slash)...].utf8)
            if let directory = known[file[..<slash]], !name.isEmpty, name != [0x2E], name != [0x2E, 0x2E] {
                trees[directory.tree].paths.append(directory.prefix + name)
                continue
            }
            guard let location = ClaimLocation(absolute: file), !location.path.isEmpty else { continue }
            let tree = trees.firstIndex { $0.place.root == location.root } ?? trees.endIndex
            if tree == trees.endIndex { trees.append(ChangedTree(place: location, paths: [])) }
            trees[tree].paths.append(location.path)
            guard location.path.suffix(name.count).elementsEqual(name) else { continue }
            known[file[..<slash]] = (tree, Array(location.path.dropLast(name.count)))
        }
        return trees
    }
}
