internal import Store

/// The change time and inode of included files, which no program can set. They tell whether a file was changed after it
/// was copied into a worktree. Files copied before have none and are compared with the main checkout's files.
enum Migration010 {
    static let includedFiles = Migration(
        version: 10, name: "included files",
        sql: """
            ALTER TABLE included_files ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE included_files ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
            """)
}
