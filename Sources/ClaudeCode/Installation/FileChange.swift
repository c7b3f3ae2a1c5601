internal import Files
package import HookCore

/// One change of one file, as a value: to be shown, or to be made.
package struct FileChange: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case create
        case modify
        case delete
    }

    /// The path as it was asked for; links at its end are followed.
    package let path: String
    /// The content that the change was planned for; `nil` = no file.
    package let before: [UInt8]?
    /// The content that there will be; `nil` = no file.
    package let after: [UInt8]?
    /// What is done and why, one line each.
    package let reasons: [String]
    /// Mode of a new file, less the umask.
    let mode: UInt32
    /// Whether the folder goes too if nothing is left in it: when we made it.
    let isFolderOurs: Bool

    package var kind: Kind {
        if before == nil { return .create }
        return after == nil ? .delete : .modify
    }

    /// Makes the change. Throws `file-changed` when the file is no longer what it was planned for.
    package func apply() throws(ParallelError) {
        if let after {
            try AtomicFile.write(after, to: path, replacing: before, mode: mode)
        } else if let before {
            try AtomicFile.delete(path, replacing: before)
            if isFolderOurs { AtomicFile.deleteFolderIfEmpty(FilePath.folder(of: path)) }
        }
    }

    /// The lines that go (`- `) and come (`+ `), without those around them. Of very long lines only the piece that
    /// differs, since the rest may be anybody's secrets.
    package var preview: [String] {
        TextDifference(old: before ?? [], new: after ?? []).lines
    }
}
