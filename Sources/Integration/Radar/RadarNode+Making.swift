internal import Coordinator
internal import GitKit
internal import HookCore

extension RadarNode {
    init(worktree path: String, work: ScannedWork?) {
        let state = try? work?.state.get()
        var error: ParallelError?
        if case .failure(let reason) = work?.state { error = reason }
        self.init(
            id: path, kind: .worktree, branch: state?.branch, path: path, head: state?.commit, isDirty: state?.isDirty,
            error: error)
    }

    init(target: MergeTarget) {
        self.init(
            id: target.reference, kind: .target, branch: MergeReferences.shortName(target.reference), path: nil,
            head: target.commit, isDirty: false,
            error: nil)
    }
}
