package import GitKit
package import GitProgram
package import HookCore

/// The domain: who works where, whose worktree is whose, what is saved before anything goes.
///
/// One value per command. Not shared between threads: it owns a database connection.
package final class Coordinator {
    package let context: CoordinatorContext
    package let database: Database
    let beats: BeatDirectory
    let configuration: Configuration
    /// Those that were seen, by common git directory.
    var mainCheckouts: [String: String] = [:]
    /// While something begun is taken back, no interruption stops us.
    var isUndoing = false

    /// Opens (and migrates) the database.
    /// - Parameter usesGit: false for callers that will ask nothing but the database: libgit2 costs milliseconds to start.
    /// - Throws: the `database…` codes, `.invalidConfiguration`.
    package init(_ context: CoordinatorContext, usesGit: Bool = true) throws(ParallelError) {
        self.context = context
        if usesGit { LibGit2.startEarly() }
        database = try Database(dataDirectory: context.dataDirectory, busyTimeout: context.busyTimeout)
        beats = BeatDirectory(dataDirectory: context.dataDirectory)
        configuration = try Configuration.load(context)
    }

    /// git in a directory, with the user's environment.
    package func git(_ directory: String) -> Git {
        let git = Git(directory: directory, environment: context.environment)
        return isUndoing ? git.uninterruptible : git
    }

    /// Runs `body` while no other process touches the repository's list of worktrees.
    package func locked<Result>(
        _ repository: String, body: () throws(ParallelError) -> Result
    ) throws(ParallelError) -> Result {
        try RepositoryLock.held(in: repository, isInterruptible: !isUndoing, body: body)
    }

    /// Runs `body` to its end even when a signal has asked us to stop.
    package func undoing(_ body: () -> Void) {
        isUndoing = true
        defer { isUndoing = false }
        body()
    }

    /// git where merges of a repository are judged: in its main checkout, whose attributes decide how files are merged.
    package func mergingGit(_ repository: String) -> Git { git(mainCheckout(of: repository) ?? repository) }

    /// The repository around a directory.
    package func repository(at directory: String) throws(ParallelError) -> Repository {
        let found = try Repository.discover(at: directory, git: git(directory))
        if let main = found.mainCheckout { mainCheckouts[found.commonDirectory] = main }
        return found
    }

    /// The identity of the repository around a directory, or of a bare one: the real path of its common git directory.
    package func repositoryIdentity(at directory: String) throws(ParallelError) -> String {
        do throws(ParallelError) {
            return try repository(at: directory).commonDirectory
        } catch  where error.code == .bareRepository {
            return try Repository.commonDirectory(at: directory, git: git(directory))
        }
    }

    package var timestamp: String { context.now().text }
}
