internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// Which worktrees the radar looks at: the main checkout and those of living sessions, or all.
struct RadarWorktrees {
    let coordinator: Coordinator
    let repository: Repository
    let git: Git
    let includesAll: Bool

    /// Roots, the main checkout first, the others by name.
    func list() throws(ParallelError) -> [String] {
        let main = coordinator.mainCheckout(of: repository.commonDirectory)
        var paths: Set<String> = []
        if includesAll {
            for entry in try git.worktrees(main: main)
            where entry.head != nil && !entry.isPrunable {
                paths.insert(realPath(entry.path))
            }
            // git's word for a main checkout of which nobody knows where it lies.
            paths.remove(repository.commonDirectory)
        } else {
            for session in try coordinator.livingSessions(in: repository.commonDirectory)
            // One that is only being made has nothing in it yet.
            where session.state != .starting || FileAccess.exists(session.worktreePath) {
                paths.insert(session.worktreePath)
            }
        }
        if let main { paths.remove(main) }
        return (main.map { [$0] } ?? []) + paths.sorted()
    }
}
