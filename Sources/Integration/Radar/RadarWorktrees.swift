internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// The choice of worktrees that the radar compares: the main checkout and those of living sessions, or all.
struct RadarWorktrees {
    let coordinator: Coordinator
    let repository: Repository
    let git: Git
    let includesAll: Bool

    /// Returns the roots, the main checkout first, the others by name.
    func list() throws(ParallelError) -> [String] {
        let main = coordinator.mainCheckout(of: repository.commonDirectory)
        var paths: Set<Name> = []
        if includesAll {
            for entry in try git.worktrees(main: main)
            where entry.head != nil && !entry.isPrunable {
                paths.insert(Name(realPath(entry.path)))
            }
            // git lists the git directory when it does not know where the main checkout lies.
            paths.remove(Name(repository.commonDirectory))
        } else {
            for session in try coordinator.livingSessions(in: repository.commonDirectory)
            // A worktree that is still being made has no files yet.
            where session.state != .starting || FileAccess.exists(session.worktreePath) {
                paths.insert(Name(session.worktreePath))
            }
        }
        if let main { paths.remove(Name(main)) }
        return (main.map { [$0] } ?? []) + paths.sorted().map(\.text)
    }
}
