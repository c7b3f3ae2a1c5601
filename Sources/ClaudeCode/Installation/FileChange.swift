internal import Files
package import HookCore

/// A change of one file, as a value: to be shown, or to be made.
package struct FileChange: Equatable, Sendable {
    /// The kind of a change.
    package enum Kind: String, Sendable {
        case create
        case modify
        case delete
    }

    /// The path as it was asked for. Links at its end are followed.
    package let path: String
    /// The content that the change was planned for; `nil` = no file.
    package let before: [UInt8]?
    /// The content after the change; `nil` = no file.
    package let after: [UInt8]?
    /// The changes and their reasons, one line each.
    package let reasons: [String]
    /// The mode of a new file, before the umask.
    let mode: UInt32
    /// Whether the folder is ours, so that it is removed when it becomes empty.
    let isFolderOurs: Bool

    /// The kind, as `before` and `after` tell it.
    package var kind: Kind {
        if before == nil { return .create }
        return after == nil ? .delete : .modify
    }

    /// Makes the change. Throws `file-changed` when the file is no longer the one that the change was planned for.
    package func apply() throws(ParallelError) {
        if let after {
            try AtomicFile.write(after, to: path, replacing: before, mode: mode)
        } else if let before {
            try AtomicFile.delete(path, replacing: before)
            if isFolderOurs { AtomicFile.deleteFolderIfEmpty(FilePath.folder(of: path)) }
        }
    }

    /// The removed lines (`- `) and added lines (`+ `), without those around them. Of very long lines only the piece
    /// that differs is shown, since the rest may be secret.
    package var preview: [String] {
        TextDifference(old: before ?? [], new: after ?? []).lines
    }
}
