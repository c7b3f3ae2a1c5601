internal import Coordinator
internal import GitKit
internal import HookCore

/// Which worktrees the radar looks at: the main checkout and those of living sessions, or all.
struct RadarWorktrees {
    let radar: ConflictRadar

    /// Roots, the main checkout first, the others by name.
    func list() throws(ParallelError) -> [String] {
        let repository = radar.repository
        let main = radar.coordinator.mainCheckout(of: repository.commonDirectory)
        var paths: Set<String> = []
        if radar.request.includesAll {
            for entry in try radar.previews.git.worktrees(main: main)
            where entry.head != nil && !entry.isPrunable {
                paths.insert(realPath(entry.path))
            }
            // git's word for a main checkout of which nobody knows where it lies.
            paths.remove(repository.commonDirectory)
        } else {
            for session in try radar.coordinator.livingSessions(in: repository.commonDirectory)
            // One that is only being made has nothing in it yet.
            where session.state != .starting || FileAccess.exists(session.worktreePath) {
                paths.insert(session.worktreePath)
            }
        }
        if let main { paths.remove(main) }
        return (main.map { [$0] } ?? []) + paths.sorted()
    }
}
