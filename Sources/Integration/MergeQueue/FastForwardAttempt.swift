internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// The move of a target that is checked out, while it goes on: whoever comes after a full disk or a kill sees that it was cut
/// off, and puts the checkout right.
struct FastForwardAttempt {
    let coordinator: Coordinator
    let place: QueueTarget

    private static let prefix = "refs/parallel-cc/landing-move/"
    /// The last one says that all are there.
    private static let kinds = ["before", "from", "to"]

    private func reference(_ kind: String) -> String { "\(Self.prefix)\(kind)/\(place.target)" }

    /// Targets whose move was begun and not ended.
    static func unfinished(_ git: Git) throws(ParallelError) -> [String] {
        let names = try git.line(["for-each-ref", "--format=%(refname)"] + kinds.map { prefix + $0 })
        return Set(
            names.split(separator: "\n").map { $0.dropFirst(prefix.count) }.compactMap { name in
                name.firstIndex(of: "/").map { String(name[name.index(after: $0)...]) }
            }
        ).sorted()
    }

    /// - Parameter checkout: the root of the worktree that has the target checked out, clean.
    func begin(from base: String, to commit: String, in checkout: String) throws(ParallelError) {
        let paths = try place.git.changedFiles(from: base, to: commit).map(\.path)
        let before = try place.git.storeBlob(FilesBefore(paths, in: checkout).bytes)
        for (kind, object) in zip(Self.kinds, [before, base, commit]) {
            try place.git.setReference(reference(kind), to: object)
        }
    }

    /// Ends it: a move that was cut off at its last step is completed, any other taken back.
    /// - Returns: what is to be said of that.
    /// - Throws: `.landingBusy` while somebody works in the checkout; it can be called again.
    func end() throws(ParallelError) -> String? {
        var words: String?
        if let commit = try object("to"), let base = try object("from"), let stored = try object("before"),
            let before = FilesBefore(try place.git.run(["cat-file", "blob", stored]).output)
        {
            words = try settle(from: base, to: commit, before: before)
        }
        for kind in Self.kinds.reversed() {
            if let value = try object(kind) { try place.git.deleteReference(reference(kind), from: value) }
        }
        return words
    }

    private func object(_ kind: String) throws(ParallelError) -> String? { try place.git.objectIfAny(reference(kind)) }

    private func settle(
        from base: String, to commit: String, before: FilesBefore
    ) throws(ParallelError) -> String? {
        let checkouts = try place.checkouts()
        // Whoever has moved the target by himself, or has it elsewhere now, has looked at its checkout.
        guard try place.git.commitIfAny(place.reference) == base, checkouts == [before.root],
            FileAccess.exists(before.root)
        else { return nil }
        let git = place.git.at(before.root)
        guard try git.isCheckout(of: place.target) else { return nil }
        try requireDeserted(commit, checkout: before.root)
        var refusal: String?
        if try git.hasIndex(of: commit) {
            do throws(ParallelError) {
                let cause = "parallel-cc: land, completed"
                if try place.git.moveReference(place.reference, to: commit, from: base, cause: cause) { return nil }
            } catch {
                refusal = "\(error.message): \(error.cause ?? "")"
            }
        }
        let words = Self.words(try takeBack(git, from: base, to: commit, before: before))
        let said = words.map { "the move of \(place.target) was cut off in \(before.root); \($0)" }
        let sentences = [refusal, said].compactMap(\.self)
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
                error.code, operation: "land", subject: place.target,
                message:
                    "its move was cut off in \(before.root), and not all files could be put back: \(error.message)",
                hint: "parallel-cc merge queue run goes on with that", cause: error.cause)
        }
    }

    /// Nil where nothing was to be done.
    private static func words(_ outcome: CutOffFastForward.Outcome) -> String? {
        if outcome.putBack == 0, outcome.kept.isEmpty { return nil }
        var words = "\(outcome.putBack) files were put back"
        for (paths, what) in [
            (outcome.foreign, "changed since and left alone"), (outcome.kept, "still open, and kept"),
        ] {
            guard let first = paths.first else { continue }
            words += "; \(what): \(first.display)\(paths.count > 1 ? " and \(paths.count - 1) more" : "")"
        }
        return words
    }

    /// git goes on when the run that started it is killed; and nobody's files change under him.
    private func requireDeserted(_ commit: String, checkout: String) throws(ParallelError) {
        if let pid = ProcessesCalled.first(with: ["merge", "--ff-only", commit], in: checkout) {
            throw ParallelError(
                .landingBusy, operation: "land", subject: place.target,
                message: "git (\(pid)), left behind by an earlier run, still moves it", hint: "try again later")
        }
        if let session = try coordinator.occupant(of: checkout, in: place.repository) {
            throw ParallelError(
                .landingBusy, operation: "land", subject: place.target,
                message: "its move was cut off in \(checkout), and \(session.label) works there now",
                hint: "parallel-cc merge queue run, when that session has ended")
        }
    }
}
