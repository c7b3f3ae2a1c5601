internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore

/// An open conflict, with the data by which the radar sees whether it still exists.
struct RadarConflict {
    /// Two nodes of the radar, by their ids, in either order.
    struct Pair: Hashable {
        let node: Name
        let other: Name

        init(one: String, other: String) {
            node = min(Name(one), Name(other))
            self.other = max(Name(one), Name(other))
        }

        /// Whether both nodes still exist. Only worktrees are checked, because a branch cannot be checked without git.
        var isThere: Bool {
            [node, other].map(\.text).allSatisfy { !FilePath.isAbsolute($0) || FileAccess.exists($0) }
        }
    }

    /// The identity of a conflict: a file and its three versions. Either side may be called ours.
    struct Versions: Hashable {
        let path: PathBytes
        let base: String
        let sides: Set<String>

        /// Makes the identity.
        /// - Parameter ids: the blobs of base, ours and theirs; empty for a missing version.
        init(path: PathBytes, ids: [String]) {
            self.path = path
            base = ids.first ?? ""
            sides = Set(ids.dropFirst())
        }

        init(_ stages: MergeStages) { self.init(path: stages.path, ids: stages.ids) }
    }

    let id: String
    let versions: Versions
    /// The worktree in which a merge has stopped over it; nil for none.
    let worktree: String?
    /// The pairs of nodes between which the radar has seen it; empty when it has not.
    let pairs: Set<Pair>
}
