package import Files

/// The parts of a rescue that could not be brought back as they were. Everything else was.
package struct RestoreReport: Equatable, Sendable {
    /// Files that lie there as git stores them, because the filter that converts them is not set or cannot run.
    package var unfiltered: [PathBytes] = []
    /// Files whose saved content git no longer has.
    package var missing: [PathBytes] = []
    /// Files that only their owner may read, whose copies have another content than was saved.
    package var damaged: [PathBytes] = []
    /// Files that could not be written, because something lies in their place or because this file system does not take
    /// their names, with the reason.
    package var blocked: [String] = []
    /// Submodules whose files came back and whose repositories are gone.
    package var withoutRepository: [PathBytes] = []
    /// Whether the saved index or other state of git is lost, or parts of it.
    package var hasLostState = false
    /// Whether a rebase was ended that had been killed as it began.
    package var hasEndedRebase = false
    /// The reason why the files that only their owner may read did not come back; nil where they did.
    package var privateFilesNotice: String?

    /// A report of a restore in which everything came back.
    package init() {}

    mutating func add(_ other: RestoreReport) {
        unfiltered += other.unfiltered
        missing += other.missing
        damaged += other.damaged
        blocked += other.blocked
        withoutRepository += other.withoutRepository
        hasLostState = hasLostState || other.hasLostState
        hasEndedRebase = hasEndedRebase || other.hasEndedRebase
        privateFilesNotice = privateFilesNotice ?? other.privateFilesNotice
    }

    /// The report for the user, one sentence for each kind of loss.
    package var notices: [String] {
        var notices: [String] = []
        if !unfiltered.isEmpty {
            notices.append(
                "as git stores them, since their filter is not set any more or cannot run: "
                    + "\(Self.names(unfiltered)); when it is set and runs again, delete them and check them out")
        }
        if !missing.isEmpty { notices.append("the rescue has lost the saved content of: \(Self.names(missing))") }
        if !damaged.isEmpty {
            notices.append("not as they were, because their copies are damaged: \(Self.names(damaged))")
        }
        if !blocked.isEmpty { notices.append("could not be put back, and still in the rescue: \(Self.list(blocked))") }
        if !withoutRepository.isEmpty {
            notices.append(
                "their files are back, but the repositories of these submodules are gone: "
                    + Self.names(withoutRepository))
        }
        if hasLostState { notices.append("git has lost what was saved of its index or of an operation in progress") }
        if hasEndedRebase {
            notices.append(
                "a rebase had been killed as it began and was ended (git rebase --quit); "
                    + "what it had stashed is in git stash"
            )
        }
        if let privateFilesNotice { notices.append(privateFilesNotice) }
        return notices
    }

    private static func names(_ paths: [PathBytes]) -> String { list(paths.map(\.display)) }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }
}
