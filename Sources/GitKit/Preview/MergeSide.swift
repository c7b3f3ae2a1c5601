internal import HookCore

/// A state and the merge base that it is compared with.
struct MergeSide: Sendable {
    /// A key that is equal for sides that a merge cannot tell apart.
    let key: [String]
    /// The tree of the base.
    let base: ObjectID
    /// The tree of the state's commit.
    let tree: ObjectID
    let state: WorkState

    /// Returns the changes of the side against the base.
    func changes(_ store: ObjectStore) throws(ParallelError) -> SideChanges {
        let reader = TreeReader(objects: store)
        let committed = try reader.changes(from: base, to: tree)
        return SideChanges(try WorkOverlay(reader: reader, tree: tree).add(state.changes, to: committed))
    }
}
