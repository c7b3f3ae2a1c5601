internal import Files

/// The changes of one side of a merge against the merge base, prepared for comparing with other sides.
struct SideChanges: Sendable {
    let byPath: [PathBytes: PathChange]
    /// Whether a path was added. Together with a removed path, git may see a rename.
    let hasAdditions: Bool
    let hasDeletions: Bool
    /// Every directory above a path that exists now and did not exist or was something else.
    let newAncestors: Set<PathBytes>
    /// Every directory above a removed path. git may take it for renamed, and move the files that others add there.
    let shrunkDirectories: Set<PathBytes>

    init(_ changes: [PathChange]) {
        byPath = Dictionary(changes.map { ($0.path, $0) }) { $1 }
        var hasAdditions = false
        var hasDeletions = false
        var newAncestors: Set<PathBytes> = []
        var shrunk: Set<PathBytes> = []
        for change in changes {
            if change.old == nil {
                hasAdditions = true
                Self.insertAncestors(of: change.path, into: &newAncestors)
            } else if change.new == nil {
                hasDeletions = true
                Self.insertAncestors(of: change.path, into: &shrunk)
            }
        }
        self.hasAdditions = hasAdditions
        self.hasDeletions = hasDeletions
        self.newAncestors = newAncestors
        shrunkDirectories = shrunk
    }

    private static func insertAncestors(of path: PathBytes, into set: inout Set<PathBytes>) {
        var end = path.lastIndex(of: 0x2F)
        while let slash = end, set.insert(Array(path[..<slash])).inserted { end = path[..<slash].lastIndex(of: 0x2F) }
    }

    /// Whether git could take an added path for a renamed old one.
    var mayRename: Bool { hasAdditions && hasDeletions }
}
