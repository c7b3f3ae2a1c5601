/// What became of a file that was to be removed if nobody needs it.
package enum FileRemoval: Equatable, Sendable {
    case removed
    /// It says something else than was expected, and is there still.
    case changed
    /// Somebody has it open for writing. It is there still.
    case inUse
    /// The file system does not tell whether somebody has. It is there still.
    case unwatchable
}
