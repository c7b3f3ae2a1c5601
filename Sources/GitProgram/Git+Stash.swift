internal import Exec
package import HookCore

/// A stash entry that is kept by a reference of ours, even after it has left the stash.
package struct KeptStash: Equatable, Sendable {
    /// The full id of the entry.
    package let commit: String
    /// The message: `WIP on main: 1234abc Subject`, or `On main: ` and the user's text.
    package let message: String
    /// The time of the stash in seconds since 1970-01-01 UTC.
    package let time: Int64
    /// The number in `git stash list`; nil when the entry is no longer there.
    package let number: Int?
}

extension Git {
    /// Returns the ids of the stash's entries, newest first.
    package func stashEntries() throws(ParallelError) -> [String] {
        guard let newest = try commitIfAny("refs/stash") else { return [] }
        let listed = try line(["log", "--walk-reflogs", "--format=%H", "--end-of-options", "refs/stash"])
        let commits = listed.split(separator: "\n").map(String.init)
        // Without a reflog there is no list, but still a newest entry.
        return commits.isEmpty ? [newest] : commits
    }

    /// Keeps all entries of the stash with references that git never deletes by itself.
    package func keepStash() throws(ParallelError) {
        let commits = Set(try stashEntries())
        guard !commits.isEmpty else { return }
        let lines = commits.sorted().map { "update \(StashPin.prefix)/\($0) \($0)\n" }
        try durable.run(["update-ref", "--stdin"], input: Array(lines.joined().utf8))
    }

    /// Returns all kept entries, oldest first, whether or not they are still in the stash.
    package func keptStashes() throws(ParallelError) -> [KeptStash] {
        let format = "--format=%(objectname)%00%(creatordate:unix)%00%(contents:subject)%00"
        let answer = try setting("i18n.logOutputEncoding", value: "UTF-8")
            .run(["for-each-ref", "--sort=creatordate", format, StashPin.prefix])
        let fields = ZeroSeparated.fields(answer.output).map { String(decoding: $0, as: UTF8.self) }
        let listed = try stashEntries()
        return stride(from: 0, to: fields.count - 2, by: 3).map { index in
            let commit = String(fields[index].drop { $0 == "\n" })
            return KeptStash(
                commit: commit, message: fields[index + 2], time: Int64(fields[index + 1]) ?? 0,
                number: listed.firstIndex(of: commit))
        }
    }

    /// Puts an entry on top of the stash, as `git stash store` does, which needs a work tree.
    package func restoreStash(_ entry: KeptStash) throws(ParallelError) {
        try durable.run(["update-ref", "--create-reflog", "-m", entry.message, "refs/stash", entry.commit])
    }
}
