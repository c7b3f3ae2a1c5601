internal import Exec
package import HookCore

/// A stash entry that is kept whatever becomes of the stash.
package struct KeptStash: Equatable, Sendable {
    /// The full id of the entry.
    package let commit: String
    /// `WIP on main: 1234abc Subject`, `On main: what the user said`.
    package let message: String
    /// Seconds since 1970-01-01 UTC: when it was stashed.
    package let time: Int64
    /// Its place in `git stash list`; nil when it was taken from there.
    package let number: Int?
}

extension Git {
    /// The ids of the stash's entries, newest first.
    package func stashEntries() throws(ParallelError) -> [String] {
        guard let newest = try commitIfAny("refs/stash") else { return [] }
        let listed = try line(["log", "--walk-reflogs", "--format=%H", "--end-of-options", "refs/stash"])
        let commits = listed.split(separator: "\n").map(String.init)
        // Without a reflog there is no list, but still a newest one.
        return commits.isEmpty ? [newest] : commits
    }

    /// Keeps all entries of the stash with references that nothing takes away.
    package func keepStash() throws(ParallelError) {
        let commits = Set(try stashEntries())
        guard !commits.isEmpty else { return }
        let lines = commits.sorted().map { "update \(StashPin.prefix)/\($0) \($0)\n" }
        try durable.run(["update-ref", "--stdin"], input: Array(lines.joined().utf8))
    }

    /// All entries that are kept, oldest first, whether they are in the stash or no longer.
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

    /// Puts an entry on top of the stash, as `git stash store` does, which wants a work tree.
    package func restoreStash(_ entry: KeptStash) throws(ParallelError) {
        try durable.run(["update-ref", "--create-reflog", "-m", entry.message, "refs/stash", entry.commit])
    }
}
