/// What a rescue could not bring back as it was. Everything else is there.
package struct RestoreReport: Equatable, Sendable {
    /// Files that lie there as git stores them: the required filter that makes files of that cannot run.
    package var unfiltered: [PathBytes] = []
    /// Files whose saved content git does not have any more.
    package var missing: [PathBytes] = []
    /// Whether the index and what git knew besides are gone, or parts of it.
    package var hasLostState = false
    /// Whether a rebase that had been killed as it began was ended.
    package var hasEndedRebase = false
    /// Where files lay that only their owner may read, if they are gone from there.
    package var lostPrivateFolder: String?

    package init() {}

    mutating func add(_ other: RestoreReport) {
        unfiltered += other.unfiltered
        missing += other.missing
        hasLostState = hasLostState || other.hasLostState
        hasEndedRebase = hasEndedRebase || other.hasEndedRebase
        lostPrivateFolder = lostPrivateFolder ?? other.lostPrivateFolder
    }

    /// One sentence for each kind.
    package var notices: [String] {
        var notices: [String] = []
        if !unfiltered.isEmpty {
            notices.append(
                "as git stores them, since their filter cannot run: \(Self.names(unfiltered)); when it runs again, "
                    + "delete them and check them out")
        }
        if !missing.isEmpty { notices.append("the rescue has lost the saved content of: \(Self.names(missing))") }
        if hasLostState { notices.append("git has lost what was saved of its index or of an operation in progress") }
        if hasEndedRebase {
            notices.append(
                "a rebase had been killed as it began and was ended (git rebase --quit); what it had stashed is in git stash"
            )
        }
        if let lostPrivateFolder {
            notices.append("the files that only you may read are gone from \(lostPrivateFolder)")
        }
        return notices
    }

    private static func names(_ paths: [PathBytes]) -> String {
        let shown = paths.prefix(20).map(\.display).joined(separator: ", ")
        return paths.count > 20 ? "\(shown) and \(paths.count - 20) more" : shown
    }
}
