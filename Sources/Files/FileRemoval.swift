/// The result of removing a file that must be unchanged and not in use.
package enum FileRemoval: Equatable, Sendable {
    case removed
    /// The file has other content than expected. It still exists.
    case changed
    /// Another program has the file open for writing. It still exists.
    case inUse
    /// The file system does not tell whether another program has the file open for writing. It still exists.
    case unwatchable
}
