package import Files

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
    /// Why the files did not come back that only their owner may read; nil where they did.
    package var privateFilesNotice: String?

    package init() {}

    mutating func add(_ other: RestoreReport) {
        unfiltered += other.unfiltered
        missing += other.missing
        hasLostState = hasLostState || other.hasLostState
        hasEndedRebase = hasEndedRebase || other.hasEndedRebase
        privateFilesNotice = privateFilesNotice ?? other.privateFilesNotice
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
        if let privateFilesNotice { notices.append(privateFilesNotice) }
        return notices
    }

    private static func names(_ paths: [PathBytes]) -> String {
        let shown = paths.prefix(20).map(\.display).joined(separator: ", ")
        return paths.count > 20 ? "\(shown) and \(paths.count - 20) more" : shown
    }
}
