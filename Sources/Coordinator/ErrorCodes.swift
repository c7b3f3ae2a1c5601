package import HookCore

extension ParallelError.Code {
    /// The database is locked by somebody else for too long.
    package static let databaseBusy: Self = "database-busy"
    /// The database file is damaged or is none.
    package static let databaseCorrupt: Self = "database-corrupt"
    /// A newer parallel-cc has written the database.
    package static let databaseTooNew: Self = "database-too-new"
    /// The data directory or the database cannot be written.
    package static let databaseNotWritable: Self = "database-not-writable"
    package static let diskFull: Self = "disk-full"
    package static let databaseFailed: Self = "database-failed"
    /// Another session is live in this checkout and no worktree could be made.
    package static let checkoutInUse: Self = "checkout-in-use"
    /// What was given as a repository cannot be one.
    package static let invalidRepository: Self = "invalid-repository"
    package static let invalidProcess: Self = "invalid-process"
    package static let unknownSession: Self = "unknown-session"
    package static let unknownWorktree: Self = "unknown-worktree"
    package static let unknownRescue: Self = "unknown-rescue"
    package static let unknownTrash: Self = "unknown-trash"
    /// A removed worktree holds work that no rescue has.
    package static let changedInTrash: Self = "changed-in-trash"
    package static let worktreeInUse: Self = "worktree-in-use"
    package static let pathExists: Self = "path-exists"
    /// A worktree was to lie where git keeps its own files.
    package static let insideGitDirectory: Self = "inside-git-directory"
    /// A worktree would lie in the trash of removed ones.
    package static let insideTrash: Self = "inside-trash"
    package static let untrustedSettings: Self = "untrusted-settings"
    package static let invalidConfiguration: Self = "invalid-configuration"
}
