internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// The move of a target that is checked out, recorded while it runs. After a full disk or a kill, the next run sees
/// that the move was interrupted, and repairs the checkout.
struct FastForwardAttempt {
    let coordinator: Coordinator
    let queueTarget: QueueTarget

    private static let prefix = "refs/parallel-cc/landing-move/"
    /// The kinds of references. The last one shows that all exist. `orig` holds the checkout's former ORIG_HEAD, where
    /// there was one.
    private static let kinds = ["orig", "before", "from", "to"]

    private func reference(_ kind: String) -> String { "\(Self.prefix)\(kind)/\(queueTarget.target)" }

    /// Returns the targets whose move was begun and not ended.
    static func unfinished(_ git: Git) throws(ParallelError) -> [String] {
        let names = try git.line(["for-each-ref", "--format=%(refname)"] + kinds.map { prefix + $0 })
        return names.split(separator: "\n").map { $0.dropFirst(prefix.count) }.compactMap { name in
            name.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(name[name.utf8.index(after: $0)...]) }
        }.distinctNames
    }

    /// Records the beginning of a move.
    /// - Parameter checkout: the root of the worktree that has the target checked out and is clean.
    func begin(from base: String, to commit: String, in checkout: String) throws(ParallelError) {
        let paths = try queueTarget.git.changedFiles(from: base, to: commit).map(\.path)
        let before = try queueTarget.git.storeBlob(FilesBefore(paths, in: checkout).bytes)
        let former = try queueTarget.git.at(checkout).commitIfAny("ORIG_HEAD")
        for (kind, object) in zip(Self.kinds, [former, before, base, commit]) {
            if let object { try queueTarget.git.setReference(reference(kind), to: object) }
        }
    }

    /// Ends the move, also one of a run that was killed. A move that has succeeded needs nothing more. One that was
    /// interrupted at its last step is completed, any other is undone.
    /// - Returns: a note for the user; nil when nothing was done.
    /// - Throws: `.landingBusy` while a session works in the checkout. The call can be repeated.
    func end() throws(ParallelError) -> String? {
        var note: String?
        if let commit = try object("to"), let base = try object("from"), let stored = try object("before"),
            let before = FilesBefore(try queueTarget.git.run(["cat-file", "blob", stored]).output)
        {
            note = try completeOrUndo(from: base, to: commit, before: before)
            try restoreOrigHead(from: base, in: before.root)
        }
        for kind in Self.kinds.reversed() {
            if let value = try object(kind) { try queueTarget.git.deleteReference(reference(kind), from: value) }
        }
        return note
    }

    /// git has set it to where the target stood. What it was may be held by nothing else.
    private func restoreOrigHead(from base: String, in checkout: String) throws(ParallelError) {
        guard let former = try object("orig"), former != base, FileAccess.exists(checkout) else { return }
        let git = queueTarget.git.at(checkout)
        guard try git.isCheckout(of: queueTarget.target), try git.commitIfAny("ORIG_HEAD") == base else { return }
        try git.setReference("ORIG_HEAD", to: former)
    }

    private func object(_ kind: String) throws(ParallelError) -> String? {
        try queueTarget.git.objectIfAny(reference(kind))
    }

    private func completeOrUndo(
        from base: String, to commit: String, before: FilesBefore
    ) throws(ParallelError) -> String? {
        let checkouts = try queueTarget.checkouts()
        // If the user has moved the target or has checked it out elsewhere, they have looked at its checkout.
        guard try queueTarget.git.commitIfAny(queueTarget.reference) == base, checkouts.count == 1,
            checkouts.holds(name: before.root),
            FileAccess.exists(before.root)
        else { return nil }
        let git = queueTarget.git.at(before.root)
        guard try git.isCheckout(of: queueTarget.target) else { return nil }
        try requireDeserted(commit, checkout: before.root)
        var refusal: String?
        if try git.hasIndex(of: commit) {
            do throws(ParallelError) {
                let cause = "parallel-cc: land, completed"
                if try queueTarget.git.moveReference(queueTarget.reference, to: commit, from: base, cause: cause) {
                    return nil
                }
            } catch {
                refusal = "\(error.message): \(error.cause ?? "")"
            }
        }
        let summary = Self.summary(try takeBack(git, from: base, to: commit, before: before))
        let report = summary.map { "the move of \(queueTarget.target) was cut off in \(before.root); \($0)" }
        let sentences = [refusal, report].compactMap(\.self)
        return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
    }

    private func takeBack(
        _ git: Git, from base: String, to commit: String, before: FilesBefore
    ) throws(ParallelError) -> CutOffFastForward.Outcome {
        do throws(ParallelError) {
            return try CutOffFastForward(
                git, from: base, to: commit, before: before, reach: coordinator.context.reach
            ).takeBack()
        } catch {
            throw ParallelError(
                error.code, operation: "land", subject: queueTarget.target,
                message:
                    "its move was cut off in \(before.root), and not all files could be put back: \(error.message)",
                hint: "parallel-cc merge queue run goes on with that", cause: error.cause)
        }
    }

    /// Returns a sentence about the files that were put back; nil when there were none.
    private static func summary(_ outcome: CutOffFastForward.Outcome) -> String? {
        if outcome.putBack == 0, outcome.kept.isEmpty { return nil }
        var summary = "\(outcome.putBack) files were put back"
        for (paths, fate) in [
            (outcome.foreign, "changed since and left alone"), (outcome.kept, "still open, and kept"),
        ] {
            guard let first = paths.first else { continue }
            summary += "; \(fate): \(first.display)\(paths.count > 1 ? " and \(paths.count - 1) more" : "")"
        }
        return summary
    }

    /// Refuses to go on while git or a session works in the checkout. git continues when the run that started it is
    /// killed, and files must not change while a session uses them.
    private func requireDeserted(_ commit: String, checkout: String) throws(ParallelError) {
        if let pid = ProcessesCalled.first(with: ["merge", "--ff-only", commit], in: checkout) {
            throw ParallelError(
                .landingBusy, operation: "land", subject: queueTarget.target,
                message: "git (\(pid)), left behind by an earlier run, still moves it", hint: "try again later")
        }
        if let session = try coordinator.occupant(of: checkout, in: queueTarget.repository) {
            throw ParallelError(
                .landingBusy, operation: "land", subject: queueTarget.target,
                message: "its move was cut off in \(checkout), and \(session.label) works there now",
                hint: "parallel-cc merge queue run, when that session has ended")
        }
    }
}
