internal import Coordinator
internal import GitKit
package import HookCore
internal import Store

/// The present and recorded state of one branch.
package struct MergeStatusReport: Sendable {
    /// The short name of the target against which it was judged: `main`.
    package let target: String
    /// The present state; nil when the branch no longer exists.
    package let state: BranchState?
    /// The recorded merge; nil for none.
    package let merge: MergeEvent?
}

extension MergeDetection {
    /// Returns whether a branch is merged: its present state in git, or the record of a branch that is gone. Records a
    /// merge that is found.
    /// - Parameter target: the target; nil: the repository's default one.
    /// - Throws: the codes of `states`; `.unknownBranch` for a branch that neither exists nor was recorded as merged.
    package func status(
        of branch: String, target: String? = nil, in repository: String
    ) throws(ParallelError) -> MergeStatusReport {
        let found: (target: String, states: [BranchState])
        do throws(ParallelError) {
            found = try states(of: [branch], target: target, in: repository)
        } catch  where error.code == .unknownBranch {
            let seen = try coordinator.database.read { db throws(StoreError) in
                try MergeTable.newest(of: branch, into: target, in: repository, db: db)
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
