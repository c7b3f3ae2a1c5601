internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore

/// Branches on top of one another, as far as they can be merged.
struct MergeChain {
    struct Link {
        let entry: QueueEntry
        /// The commit that has the branch and all before it.
        let commit: String
    }

    struct Obstacle {
        let entry: QueueEntry
        let outcome: ScratchTree.Outcome
        /// The number of links that were there already.
        let behind: Int
    }

    let base: String
    private(set) var links: [Link] = []
    private(set) var obstacles: [Obstacle] = []

    /// Builds the group.
    /// - Parameter tree: a worktree in any state; afterwards it has the last link checked out.
    init(_ entries: [QueueEntry], on base: String, in tree: ScratchTree) throws(ParallelError) {
        self.base = base
        try tree.reset(to: base)
        for var entry in entries {
            let isMerged = if entry.method == .merge { true } else { try tree.hasMerges(entry.tip) }
            let isInstead = isMerged && entry.method == .rebase
            entry.message = isInstead ? "It has merge commits, so it was merged, not rebased." : nil
            let outcome =
                if isMerged {
                    try tree.merge(entry.tip, message: "Merge branch '\(entry.branch)' into \(entry.target)")
                } else { try tree.rebaseWhole(entry.tip) }
            switch outcome {
            case .made(let commit): links.append(Link(entry: entry, commit: commit))
            case .conflict, .refused:
                obstacles.append(Obstacle(entry: entry, outcome: outcome, behind: links.count))
            }
        }
    }
}
