internal import GitKit
internal import HookCore

/// The move of a target that is checked out, while it goes on: whoever comes after a full disk or a kill sees that it was cut
/// off, and puts the checkout right.
struct LandingAttempt {
    let place: LandingPlace

    private static let prefix = "refs/parallel-cc/landing-move/"
    /// The last one says that all are there.
    private static let kinds = ["since", "from", "to"]

    private func reference(_ kind: String) -> String { "\(Self.prefix)\(kind)/\(place.target)" }

    /// Targets whose move was begun and not ended.
    static func unfinished(_ git: Git) throws(ParallelError) -> [String] {
        let names = try git.line(["for-each-ref", "--format=%(refname)", prefix]).split(separator: "\n")
        return Set(
            names.map { $0.dropFirst(prefix.count) }.compactMap { name in
                name.firstIndex(of: "/").map { String(name[name.index(after: $0)...]) }
            }
        ).sorted()
    }

    /// - Parameter now: milliseconds since 1970.
    func begin(from base: String, to commit: String, now: Int64) throws(ParallelError) {
        // The kernel's clock for files is a little late.
        let since = try place.git.storeBlob(Array(String(now - 20).utf8))
        for (kind, object) in zip(Self.kinds, [since, base, commit]) {
            try place.git.setReference(reference(kind), to: object)
        }
    }

    /// Ends it: a move that was cut off at its last step is completed, any other taken back.
    /// - Returns: what is to be said of that.
    func end() throws(ParallelError) -> String? {
        var words: String?
        if let commit = try object("to"), let base = try object("from"), let since = try object("since") {
            let began = Int64(try place.git.line(["cat-file", "blob", since])) ?? .max
            words = try settle(from: base, to: commit, since: began)
        }
        for kind in Self.kinds.reversed() {
            if let value = try object(kind) { try place.git.deleteReference(reference(kind), from: value) }
        }
        return words
    }

    private func object(_ kind: String) throws(ParallelError) -> String? { try place.git.objectIfAny(reference(kind)) }

    private func settle(from base: String, to commit: String, since: Int64) throws(ParallelError) -> String? {
        let checkouts = try place.checkouts()
        // Whoever has moved the target by himself has looked at its checkout.
        guard try place.git.commitIfAny(place.reference) == base, checkouts.count == 1, FileAccess.exists(checkouts[0])
        else { return nil }
        try requireDeserted(commit, realPath(checkouts[0]))
        let git = place.git.at(checkouts[0])
        guard try git.isCheckout(of: place.target) else { return nil }
        if try git.hasIndex(of: commit) {
            do throws(ParallelError) {
                let cause = "parallel-cc: land, completed"
                if try place.git.moveReference(place.reference, to: commit, from: base, cause: cause) { return nil }
            } catch {
                // git looks at every file before it goes back.
                try git.uninterruptible.run(["read-tree", "-m", "-u", commit, base])
                return "\(error.message): \(error.cause ?? "")"
            }
        }
        let outcome: CutOffFastForward.Outcome
        do throws(ParallelError) {
            outcome = try CutOffFastForward(git, from: base, to: commit, since: since).takeBack()
        } catch {
            throw ParallelError(
                error.code, operation: "land", subject: place.target,
                message:
                    "its move was cut off in \(checkouts[0]), and not all files could be put back: \(error.message)",
                hint: "parallel-cc merge queue run goes on with that", cause: error.cause)
        }
        if outcome.putBack == 0, outcome.kept.isEmpty { return nil }
        var words = "the move of \(place.target) was cut off in \(checkouts[0]); \(outcome.putBack) files were put back"
        for (paths, what) in [
            (outcome.foreign, "changed since and left alone"), (outcome.kept, "still open, and kept"),
        ] {
            guard let first = paths.first else { continue }
            words += "; \(what): \(first.display)\(paths.count > 1 ? " and \(paths.count - 1) more" : "")"
        }
        return words
    }

    /// git goes on when the run that started it is killed.
    private func requireDeserted(_ commit: String, _ checkout: String) throws(ParallelError) {
        guard let pid = ProcessesCalled.first(with: ["merge", "--ff-only", commit], in: checkout) else { return }
        throw ParallelError(
            .landingBusy, operation: "land", subject: place.target,
            message: "git (\(pid)), left behind by an earlier run, still moves it", hint: "try again later")
    }
}
