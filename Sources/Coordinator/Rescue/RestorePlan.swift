internal import GitKit

/// A worktree to be made again in its former state.
struct RestorePlan: Sendable {
    /// The common git directory.
    let repository: String
    let path: String
    let branch: String?
    let head: String?
    let rescue: RescueReference?
    /// The trash entry with the whole former directory; nil: the files are written anew from the rescue.
    let trash: TrashRecord?

    /// Sentences about what cannot come back, because what held it is gone or cannot hold it.
    var losses: [String] {
        guard let trash else {
            let special = rescue?.manifest.specialFiles ?? []
            if special.isEmpty { return [] }
            return ["FIFOs, sockets and devices are in no rescue: \(special.joined(separator: ", "))"]
        }
        if rescue != nil || trash.rescue == nil && !trash.hasNoKnownRescue { return [] }
        let why = trash.rescue.map { "its rescue \($0) is not there" } ?? "it has no rescue, or that was dropped"
        return [
            "\(why): the files are back, but not what was staged, what an operation in progress (merge, rebase, …) "
                + "had noted, a message for the next commit, reflogs, and commits that only the rescue held"
        ]
    }
}
