internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore

/// A conflict without an end, as far as the radar must know it to see whether it is there still.
struct RadarConflict {
    /// Two nodes of the radar, by their ids; which of them comes first is all the same.
    struct Pair: Hashable {
        let node: String
        let other: String

        init(one: String, other: String) {
            node = min(one, other)
            self.other = max(one, other)
        }

        /// Whether both can still be looked at. Of a branch nobody can say so without git.
        var isThere: Bool { [node, other].allSatisfy { !$0.hasPrefix("/") || FileAccess.exists($0) } }
    }

    /// What makes it this conflict and no other: a file and its three versions. Which side is called ours does not matter.
    struct Versions: Hashable {
        let path: PathBytes
        let base: String
        let sides: Set<String>

        /// - Parameter ids: of base, ours and theirs; empty where there is none.
        init(path: PathBytes, ids: [String]) {
            self.path = path
            base = ids.first ?? ""
            sides = Set(ids.dropFirst())
        }

        init(_ stages: MergeStages) { self.init(path: stages.path, ids: stages.ids) }
    }

    let id: String
    let versions: Versions
    /// Where a merge has stopped over it; nil where none has.
    let worktree: String?
    /// Between which nodes the radar has seen it; none where it never has.
    let pairs: Set<Pair>
}
