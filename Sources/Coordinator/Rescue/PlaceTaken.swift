internal import Exec
internal import Files
internal import GitKit
internal import HookCore

/// The place of a worktree that is to come back, where something lies already.
struct PlaceTaken {
    let coordinator: Coordinator
    let plan: RestorePlan

    /// Names what lies there. A command that moves it away is named only where nobody can miss it: a session, a
    /// process or git would look for a worktree or a repository at its old path.
    var error: ParallelError {
        get throws(ParallelError) {
            if let occupant = try occupant {
                return ParallelError(
                    .pathExists, operation: "restore", subject: plan.path, message: occupant, hint: elsewhere)
            }
            let (quoted, other) = (ShellWord.quote(plan.path), ShellWord.quote(plan.path + "-moved"))
            return ParallelError(
                .pathExists, operation: "restore", subject: plan.path, message: "something lies there already",
                hint: "mv -T --backup=numbered \(quoted) \(other); or: \(elsewhere)")
        }
    }

    /// The command that restores it beside its place.
    var elsewhere: String {
        let verb =
            plan.trash.map { "trash restore \(ShellWord.quote($0.id))" }
            ?? plan.rescue.map { "rescue restore \($0.manifest.id)" } ?? ""
        return "parallel-cc \(verb) --to \(ShellWord.quote(Self.free(beside: plan.path)))"
    }

    /// Returns a path beside another one at which nothing lies.
    static func free(beside path: String) -> String {
        var (free, number) = ("\(path)-restored", 2)
        while FileAccess.exists(free) {
            free = "\(path)-restored-\(number)"
            number += 1
        }
        return free
    }

    /// Says what must not be moved away; nil where nothing is known that would break.
    private var occupant: String? {
        get throws(ParallelError) {
            let path = plan.path
            // What a link leads to is not moved with it, but is found there no more.
            let root = realPath(path)
            let session = try coordinator.livingSessions().first {
                FilePath.lies($0.worktreePath, in: path) || FilePath.lies($0.worktreePath, in: root)
            }
            if let session { return "session \(session.id) works there" }
            guard FileAccess.isDirectory(root) else { return nil }
            if WorktreeAdministration.isLinked(root) { return "a worktree is there" }
            if FileAccess.exists(root + "/.git") { return "the checkout of a repository is there" }
            if ["HEAD", "objects", "refs"].allSatisfy({ FileAccess.exists("\(root)/\($0)") }) {
                return "a repository is there"
            }
            if let inner = TreeFingerprint.of(root).nestedRepositories.first {
                return "a repository lies in it: \(inner.display)"
            }
            let since = coordinator.context.now()
            return ProcessesInside(root, since: since).first.map { "a process lives in it: \($0)" }
        }
    }
}
