package import HookCore

extension ParallelError.Code {
    /// Another process locks the database for too long.
    package static let databaseBusy: Self = "database-busy"
    /// The database file is damaged, or it is not a database.
    package static let databaseCorrupt: Self = "database-corrupt"
    /// A newer parallel-cc has written the database.
    package static let databaseTooNew: Self = "database-too-new"
    /// The data directory or the database cannot be written.
    package static let databaseNotWritable: Self = "database-not-writable"
    /// The file system of the database is full.
    package static let diskFull: Self = "disk-full"
    /// The database failed in a way that has no code of its own.
    package static let databaseFailed: Self = "database-failed"
    /// Another session is live in this checkout and no worktree could be made.
    package static let checkoutInUse: Self = "checkout-in-use"
    /// A directory that was given as a repository does not exist or cannot be one.
    package static let invalidRepository: Self = "invalid-repository"
    /// A pid names no living process, or the process cannot be read.
    package static let invalidProcess: Self = "invalid-process"
    /// An id, name or pid matches no session, or no living one.
    package static let unknownSession: Self = "unknown-session"
    /// A name or path matches no worktree, or git does not know the worktree any more.
    package static let unknownWorktree: Self = "unknown-worktree"
    /// An id matches no rescue.
    package static let unknownRescue: Self = "unknown-rescue"
    /// Several repositories have a rescue of the id, such as one and its copy.
    package static let ambiguousRescue: Self = "ambiguous-rescue"
    /// An id or path matches no entry of the trash.
    package static let unknownTrash: Self = "unknown-trash"
    /// A removed worktree holds work that no rescue has.
    package static let changedInTrash: Self = "changed-in-trash"
    /// A session or a command uses the worktree that was to be changed.
    package static let worktreeInUse: Self = "worktree-in-use"
    /// A file lies where the operation would write.
    package static let pathExists: Self = "path-exists"
    /// The path of a new worktree lies where git keeps its own files.
    package static let insideGitDirectory: Self = "inside-git-directory"
    /// The path of a new worktree lies in the trash of removed worktrees.
    package static let insideTrash: Self = "inside-trash"
    /// The repository's own settings file is new or has changed, and the user has not trusted it.
    package static let untrustedSettings: Self = "untrusted-settings"
    /// A setting's name or value is invalid, or a settings file cannot be used.
    package static let invalidConfiguration: Self = "invalid-configuration"
}
