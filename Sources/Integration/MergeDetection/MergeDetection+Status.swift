internal import Coordinator
internal import GitKit
package import HookCore
internal import Store

/// What is known of one branch: as it stands, and as it was seen.
package struct MergeStatusReport: Sendable {
    /// What it was judged against: `main`.
    package let target: String
    /// Nil where the branch is not there any more.
    package let state: BranchState?
    /// The merge, where there was one.
    package let merge: MergeEvent?
}

extension MergeDetection {
    /// Whether a branch is merged: as git has it now, or, of a branch that is gone, as it was seen. A merge that is found is
    /// written down.
    /// - Parameter target: nil for the one that work goes to by itself.
    /// - Throws: as `states`; `.unknownBranch` for one that neither is there nor was seen merged.
    package func status(
        of branch: String, target: String? = nil, in repository: String
    ) throws(ParallelError) -> MergeStatusReport {
        let found: (target: String, states: [BranchState])
        do throws(ParallelError) {
            found = try states(of: [branch], target: target, in: repository)
        } catch  where error.code == .unknownBranch {
            let seen = try events(in: repository, branch: branch, limit: 1_000).first {
                $0.branch == branch && (target == nil || $0.target == target)
            }
            guard let seen else { throw error }
            return MergeStatusReport(target: seen.target, state: nil, merge: seen)
        }
        guard let state = found.states.first else {
            return MergeStatusReport(target: found.target, state: nil, merge: nil)
        }
        let finding = try state.finding.get()
        guard finding.evidence.isMerged else {
            return MergeStatusReport(target: found.target, state: state, merge: nil)
        }
        let noted = try coordinator.database.write { db throws(StoreError) in
            try note(finding, branch: branch, tip: state.tip, target: found.target, of: repository, in: db)
        }
        return MergeStatusReport(target: found.target, state: state, merge: noted.merge)
    }
}
