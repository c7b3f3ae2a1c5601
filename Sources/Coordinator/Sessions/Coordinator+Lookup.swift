internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Coordinator {
    /// Returns the sessions whose processes live, in one repository or in all, oldest first. Writes nothing.
    ///
    /// Sessions of another pid namespace, whose processes cannot be seen, count as living.
    package func livingSessions(in repository: String? = nil) throws(ParallelError) -> [Session] {
        let live = try database.read { db throws(StoreError) in try SessionTable.live(in: db) }
        return live.filter { (repository == nil || $0.repository.isSame(as: repository)) && liveness($0) != .dead }
    }

    /// Returns the living session of a process, or of its nearest ancestor that has one; nil when there is none.
    package func livingSession(around pid: Int32) throws(ParallelError) -> Session? {
        let sessions = try livingSessions().filter { $0.host == context.host }
        var owners: [ProcessIdentity: Session] = [:]
        for session in sessions {
            owners[session.process] = session
            if let actor = beats.read(for: session.process)?.actor { owners[actor] = session }
        }
        var next: Int32? = pid
        // A process tree deeper than this is broken or hostile.
        for _ in 0..<64 {
            guard let current = next, let process = ProcessIdentity.read(pid: current) else { return nil }
            if let session = owners[process] { return session }
            next = ProcessIdentity.parentPid(of: current)
        }
        return nil
    }

    /// Returns the living session of a name. Where sessions of several repositories have it, that of the repository in
    /// which the command runs is meant.
    /// - Returns: nil where no session has the name.
    /// - Throws: `.unknownSession` where none of several is of that repository.
    package func livingSession(named name: String) throws(ParallelError) -> Session? {
        let named = try livingSessions().filter { $0.name.isSame(as: name) }
        guard let newest = named.last, let other = named.first(where: { !$0.repository.isSame(as: newest.repository) })
        else { return named.last }
        if let here = callerRepository, let found = named.last(where: { $0.repository.isSame(as: here) }) {
            return found
        }
        throw ParallelError(
            .unknownSession, operation: "find session", subject: name,
            message: "sessions of several repositories have that name: \(newest.id), \(other.id)",
            hint: "name the id; parallel-cc status --json lists them")
    }

    /// The common git directory of the repository in which the command runs; nil where it runs in none.
    var callerRepository: String? { context.directory.flatMap { try? repositoryIdentity(at: $0) } }

    /// Returns the newest living session in which this Claude conversation takes place; nil when there is none.
    package func livingSession(claudeSessionID id: String) throws(ParallelError) -> Session? {
        try livingSessions().last { $0.claudeSessionID == id }
    }

    /// Returns the living session that a program runs in. Its process decides first, because it cannot be mistaken. The
    /// environment comes second: Claude Code's own session id is another one after /clear, and parallel-cc's may be
    /// that of a surrounding session.
    /// - Parameter parent: the program's parent process.
    /// - Parameter parent: the program's parent process.
    package func livingSession(
        ofCaller parent: Int32, environment: [String: String]
    ) throws(ParallelError) -> Session? {
        if let session = try livingSession(around: parent) { return session }
        if let id = environment["CLAUDE_CODE_SESSION_ID"], let session = try livingSession(claudeSessionID: id) {
            return session
        }
        let id = environment["PARALLEL_CC_SESSION_ID"]
        return try livingSessions().first { $0.id == id }
    }

    /// Returns the root of the main checkout of the repository around a directory; nil when there is none.
    /// - Throws: `.notARepository`, `.unusableRepository`.
    package func mainCheckout(at directory: String) throws(ParallelError) -> String? {
        do throws(ParallelError) {
            return try repository(at: directory).mainCheckout
        } catch  where error.code == .bareRepository {
            return nil
        }
    }

    /// Returns the root of a repository's main checkout. If nothing in the git directory leads there
    /// (`--separate-git-dir`), looks among the directories of the repository's sessions. Returns nil for a bare
    /// repository and when none is found.
    package func mainCheckout(of repository: String) -> String? {
        if let known = mainCheckouts[Name(repository)] ?? Repository.mainCheckout(of: repository) { return known }
        let directories = try? database.read { db throws(StoreError) in
            try SessionTable.places(of: repository, in: db)
        }
        let main = directories?.first { Repository.isMainCheckout($0, of: repository) }
        mainCheckouts[Name(repository)] = main
        return main
    }

    /// Returns the session that lives and works in a checkout; nil for none. The lease of a session that is gone does
    /// not count.
    package func occupant(of checkout: String, in repository: String) throws(ParallelError) -> Session? {
        let holder = try database.read { db throws(StoreError) in try SessionTable.holder(of: checkout, in: db) }
        return try livingSessions(in: repository).first { $0.worktreePath.isSame(as: checkout) || $0.id == holder }
    }

    /// Returns the branch that is checked out around a directory; nil when HEAD is detached.
    package func branch(at directory: String) throws(ParallelError) -> String? { try git(directory).head().branch }

    /// Returns the bytes on disk of everything below a directory. Links are not followed. It takes as long as `du`.
    package func diskUsage(of directory: String) -> UInt64 { TreeFingerprint.of(directory).bytes }
}

extension Coordinator {
    /// Returns the same as `mainCheckout(at:)`, without a database. Returns nil outside a repository, too.
    package static func mainCheckout(around directory: String, environment: [String: String]) -> String? {
        let git = Git(directory: directory, environment: environment)
        return (try? Repository.discover(at: directory, git: git))?.mainCheckout
    }
}
