internal import Store

/// Whether a file that was brought is still as it was brought is told by what no program can set, too. Of those that were
/// brought before it is not known: they are compared with the main checkout's.
enum Migration010 {
    static let includedFiles = Migration(
        version: 10, name: "included files",
        sql: """
            ALTER TABLE included_files ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE included_files ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
            """)
}
