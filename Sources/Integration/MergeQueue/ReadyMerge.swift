internal import Coordinator
internal import Exec
internal import Files
package import GitKit
internal import HookCore

/// The merge that is ready for a target that could not be moved.
package struct ReadyMerge: Equatable, Sendable {
    /// The common git directory.
    package let repository: String
    /// The target's short name, without `refs/heads/`.
    package let target: String
    /// The full name of the reference that holds the merge.
    package let reference: String
    /// The full id of the ready merge.
    package let commit: String
    /// The root of the worktree that has the target checked out; nil for none.
    package let checkout: String?

    /// The things in the checkout that the move would destroy; nil without a checkout.
    package let obstacles: CheckoutObstacles?

    /// Whether an entry waits for it.
    func isFor(_ entry: QueueEntry) -> Bool {
        repository.isSame(as: entry.repository) && target.isSame(as: entry.target)
    }

    /// The command that moves the target to the merge where it is checked out. First it gives another name to what git
    /// would destroy.
    package var command: String {
        // The target is no longer checked out, so the next run of the queue moves it. That run also waits, and says for
        // what, while the user is in the middle of an operation that only they can end, or a process lives in a
        // directory that must be moved away.
        guard let checkout, let obstacles, obstacles.operation == nil, !isLivedIn(obstacles, in: checkout) else {
            return "parallel-cc merge queue run --repo \(ShellWord.quote(repository))"
        }
        let merge = "merge --ff-only --no-overwrite-ignore \(ShellWord.quote(reference))"
        if obstacles.isEmpty { return "git -C \(ShellWord.quote(checkout)) \(merge)" }
        let steps =
            obstacles.hidden.map(step(aside:)) + obstacles.messages.map { move(Array($0.utf8), isFile: true) }
            + obstacles.covered.map { move($0.path, isFile: false) }
        // A step that fails takes back those before it: nothing is left half done.
        let chain = steps.reversed().reduce("git \(merge)") { next, step in
            "\(step.command) && { \(next) || { \(step.undo); false; }; }"
        }
        return "cd \(ShellWord.quote(checkout)) && \(chain)"
    }

    private struct Step {
        let command: String
        let undo: String
    }

    /// Returns the step that puts git's own version in the place of a file whose changes git does not show. The file
    /// as it was stays beside it.
    private func step(aside path: PathBytes) -> Step {
        let (name, kept) = (ShellWord.quote(path), kept(path))
        // git would not write a file that has one of these flags. A name with `*` is no pattern.
        let write = [
            "update-index --no-assume-unchanged", "update-index --no-skip-worktree", "--literal-pathspecs checkout",
        ].map { "git \($0) -- \(name)" }.joined(separator: " && ")
        let undo = "mv -T -- \(kept) \(name)"
        let setAside = "ln -- \(name) \(kept) && rm -- \(name)"
        return Step(command: "\(setAside) && { \(write) || { \(undo); false; }; }", undo: undo)
    }

    /// Returns the step that gives something another name. A link, unlike a move, fails when that name exists already;
    /// a directory does not take the place of anything but an empty one.
    private func move(_ path: PathBytes, isFile: Bool) -> Step {
        let (name, kept) = (ShellWord.quote(path), kept(path))
        guard isFile else { return Step(command: "mv -T -- \(name) \(kept)", undo: "mv -T -- \(kept) \(name)") }
        return Step(
            command: "ln -- \(name) \(kept) && rm -- \(name)", undo: "ln -- \(kept) \(name) && rm -- \(kept)")
    }

    private func isLivedIn(_ obstacles: CheckoutObstacles, in checkout: String) -> Bool {
        obstacles.covered.contains {
            ProcessesInside("\(checkout)/\($0.path.display)", since: Timestamp.now()).first != nil
        }
    }

    private func kept(_ path: PathBytes) -> String { ShellWord.quote(path + Array(".\(commit.prefix(10))".utf8)) }

    /// Returns the reference of the merge that is ready for a target.
    static func reference(_ target: String) -> String { "refs/parallel-cc/landing/" + target }

    /// Returns the reference of the target's tip when the ready merge was made.
    static func baseReference(_ target: String) -> String { "refs/parallel-cc/landing-base/" + target }
}

extension CheckoutObstacles {
    /// Returns why a checkout is not moved; nil where nothing is in the way.
    func reason(in checkout: String) -> String? {
        if let operation {
            return "a \(operation.rawValue) is in progress in \(checkout): finish it, or give it up"
        }
        if let message = messages.first {
            return "a message waits for the next commit: \(message); git would delete it"
        }
        if let directory = covered.first {
            return "\(directory.path.display) in \(checkout) becomes a file, and git would delete what lies below it: "
                + directory.content.display
        }
        return hidden.first.map {
            "\(checkout) has changes that git does not show: \($0.display); git would overwrite them"
        }
    }
}
