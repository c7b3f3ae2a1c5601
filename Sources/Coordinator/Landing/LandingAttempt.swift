internal import GitKit
package import HookCore

extension ParallelError.Code {
    /// A checkout was left half-way between two commits, and somebody has worked on it since.
    package static let checkoutCutOff: Self = "checkout-cut-off"
}

/// The move of a target that is checked out, while it goes on: whoever comes after a full disk or a kill sees that it was cut
/// off, and puts the checkout right.
struct LandingAttempt {
    let place: LandingPlace

    private static let prefix = "refs/parallel-cc/landing-move/"
    private var from: String { Self.prefix + "from/" + place.target }
    private var to: String { Self.prefix + "to/" + place.target }

    /// Targets whose move was begun and not ended.
    static func unfinished(_ git: Git) throws(ParallelError) -> [String] {
        let start = prefix + "to/"
        let names = try git.line(["for-each-ref", "--format=%(refname)", start])
        return names.split(separator: "\n").map { String($0.dropFirst(start.count)) }
    }

    func begin(from base: String, to commit: String) throws(ParallelError) {
        for (reference, value) in [(from, base), (to, commit)] {
            let former = try place.git.commitIfAny(reference)
            guard try place.git.moveReference(reference, to: value, from: former, cause: "parallel-cc: land") else {
                throw ParallelError(
                    .landingBusy, operation: "land", subject: place.target, message: "somebody else moves it")
            }
        }
    }

    /// Ends it: a move that was cut off at its last step is completed, any other taken back.
    /// - Throws: `.checkoutCutOff` while files stand in the way of that.
    func end() throws(ParallelError) {
        if let commit = try place.git.commitIfAny(to), let base = try place.git.commitIfAny(from) {
            try requireDeserted(commit)
            try settle(from: base, to: commit)
        }
        for reference in [to, from] {
            if let value = try place.git.commitIfAny(reference) {
                try place.git.deleteReference(reference, from: value)
            }
        }
    }

    private func settle(from base: String, to commit: String) throws(ParallelError) {
        let checkouts = try place.checkouts()
        // Whoever has moved the target by himself has looked at its checkout.
        guard try place.git.commitIfAny(place.reference) == base, checkouts.count == 1 else { return }
        let git = place.git.at(checkouts[0])
        if try git.isClean() { return }
        if try git.holds(commit) {
            _ = try place.git.moveReference(
                place.reference, to: commit, from: base, cause: "parallel-cc: land, completed")
            return
        }
        let foreign = try CutOffFastForward(git, from: base, to: commit).takeBack()
        guard let first = foreign.first else { return }
        throw ParallelError(
            .checkoutCutOff, operation: "land", subject: place.target,
            message:
                "the move to \(commit.prefix(12)) was cut off in \(checkouts[0]), and \(foreign.count) of its files "
                + "were changed since, which stay as they are: \(first.display)\(foreign.count > 1 ? ", …" : "")",
            hint: "git -C \(LandingNotice.word(checkouts[0])) status; where it is clean, the next run goes on")
    }

    /// git goes on when the run that started it is killed.
    private func requireDeserted(_ commit: String) throws(ParallelError) {
        guard let pid = ProcessesCalled.first(with: ["merge", "--ff-only", commit]) else { return }
        throw ParallelError(
            .landingBusy, operation: "land", subject: place.target,
            message: "git (\(pid)), left behind by an earlier run, still moves it", hint: "try again later")
    }
}
