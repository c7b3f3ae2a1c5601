internal import Exec
internal import Files
internal import HookCore
internal import Store

/// A removed worktree that can still be restored whole.
package struct TrashRecord: Equatable, Sendable {
    /// The name of its directory in the trash.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The path of the worktree before its removal.
    package var path: String
    /// The path of its directory in the trash.
    package var trashPath: String
    /// The short name of its branch; nil when HEAD was detached.
    package var branch: String?
    /// The commit that it had checked out; nil when it had none.
    package var head: String?
    /// The id of its rescue; nil when nothing had to be saved, or when the rescue was dropped.
    package var rescue: String?
    /// The session for which it was made; nil for none.
    package var sessionID: String?
    /// The bytes of all regular files in it.
    package var bytes: UInt64
    /// The time of the removal, in ISO-8601.
    package var trashedAt: String
    /// The time of the removal as `ElapsedTime` counts, in milliseconds.
    var elapsedAt: Int64 = 0
    /// The moment from which changes in it are in no rescue, in nanoseconds since 1970 by the file system's clock.
    var savedUntil: UInt64
    /// The reason why it could not be deleted when it was due. Only the user deletes it then. Nil for none.
    package var staysBecause: String?
}

extension TrashRecord {
    /// The time of the removal, in milliseconds since 1970.
    var time: Int64? { Timestamp(text: trashedAt)?.milliseconds }

    /// Whether the directory around the trash that it lies in is there.
    var hasPlace: Bool { FileAccess.exists(FilePath.folder(of: FilePath.folder(of: trashPath))) }

    /// Whether a rescue that it had is gone, or it is unknown whether it had one.
    var hasNoKnownRescue: Bool { rescue == nil && savedUntil == 0 }

    /// The command that gets the files where git cannot make a worktree of them. What its `.git` names may be another
    /// worktree's one day.
    static func copy(_ trashPath: String, to path: String) -> String {
        let quoted = ShellWord.quote(path)
        return "mkdir \(quoted) && cp -a -T \(ShellWord.quote(trashPath)) \(quoted) && rm -f \(quoted)/.git"
    }
}
