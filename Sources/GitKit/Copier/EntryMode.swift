/// git's modes of entries that are files.
enum EntryMode {
    static let file: UInt32 = 0o100644
    static let executable: UInt32 = 0o100755
    static let link: UInt32 = 0o120000
}
