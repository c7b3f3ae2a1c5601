package import GitKit
package import GitProgram
package import HookCore

/// The domain: which session works where, which worktree is whose, and what is saved before anything is removed.
///
/// Each command makes one value. Threads cannot share it, because it owns a database connection.
package final class Coordinator {
    /// The world around the program: clock, environment, data directory.
    package let context: CoordinatorContext
    /// The open database, `coordinator.db` of the data directory.
    package let database: Database
    let beats: BeatDirectory
    let configuration: Configuration
    /// The main checkouts found so far, by common git directory.
    var mainCheckouts: [Name: String] = [:]
    /// Whether a begun step is being taken back. Signals do not interrupt it then.
    var isUndoing = false

    /// Opens (and migrates) the database.
    /// - Parameter usesGit: false for callers that use the database only, because starting libgit2 takes milliseconds.
    /// - Throws: the `database…` codes, `.invalidConfiguration`.
    package init(_ context: CoordinatorContext, usesGit: Bool = true) throws(ParallelError) {
        self.context = context
        if usesGit { LibGit2.startEarly() }
        database = try Database(dataDirectory: context.dataDirectory, busyTimeout: context.busyTimeout)
        beats = BeatDirectory(dataDirectory: context.dataDirectory)
        configuration = try Configuration.load(context)
    }

    /// Returns git in a directory, with the user's environment.
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

    /// Runs `body` to its end, even when a signal has asked the program to stop.
    package func undoing(_ body: () -> Void) {
        isUndoing = true
        defer { isUndoing = false }
        body()
    }

    /// Returns the git in which merges of a repository are judged. It runs in the main checkout, whose attributes
    /// decide how files are merged.
    package func mergingGit(_ repository: String) -> Git { git(mainCheckout(of: repository) ?? repository) }

    /// Finds the repository around a directory.
    package func repository(at directory: String) throws(ParallelError) -> Repository {
        let found = try Repository.discover(at: directory, git: git(directory))
        if let main = found.mainCheckout { mainCheckouts[Name(found.commonDirectory)] = main }
        return found
    }

    /// Returns the identity of the repository around a directory, or of a bare one: the real path of its common git
    /// directory.
    package func repositoryIdentity(at directory: String) throws(ParallelError) -> String {
        do throws(ParallelError) {
            return try repository(at: directory).commonDirectory
        } catch  where error.code == .bareRepository {
            return try Repository.commonDirectory(at: directory, git: git(directory))
        }
    }

    /// The present time as text, as the tables hold it.
    package var timestamp: String { context.now().text }
}
