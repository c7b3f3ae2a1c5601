internal import Exec
package import HookCore

/// Moves of single references. Each says what it must find, so that it never overtakes anybody.
extension Git {
    /// Sets a reference, if it stands where it is believed to stand.
    /// - Parameters:
    ///   - reference: the full name.
    ///   - former: nil where it must not exist.
    ///   - cause: for the reflog.
    /// - Returns: false where it stands elsewhere by now.
    package func moveReference(
        _ reference: String, to commit: String, from former: String?, cause: String
    ) throws(ParallelError) -> Bool {
        let unborn = String(repeating: "0", count: commit.count)
        let arguments = ["update-ref", "-m", cause, reference, commit, former ?? unborn]
        let answer = try durable.result(arguments)
        if answer.status.isSuccess { return true }
        guard try commitIfAny(reference) != former else {
            throw ParallelError(
                .gitFailed, operation: "move reference", subject: reference, message: "git does not move it",
                cause: answer.errorText)
        }
        return false
    }

    /// Sets a reference of ours, wherever it stands.
    package func setReference(_ reference: String, to object: String) throws(ParallelError) {
        try durable.run(["update-ref", reference, object])
    }

    /// What a reference names, of whatever type; nil where there is none.
    package func objectIfAny(_ reference: String) throws(ParallelError) -> String? {
        let answer = try result(["rev-parse", "--quiet", "--verify", "--end-of-options", reference])
        return answer.status.isSuccess ? answer.text.split(separator: "\n").first.map(String.init) : nil
    }

    /// Deletes a reference, if it stands where it is believed to stand.
    package func deleteReference(_ reference: String, from former: String) throws(ParallelError) {
        _ = try result(["update-ref", "-d", reference, former])
    }

    /// Whether any branch, local or remote, or tag holds a commit.
    package func isHeld(_ commit: String) throws(ParallelError) -> Bool {
        let arguments = [
            "for-each-ref", "--count=1", "--contains", commit, "--format=%(refname)", "refs/heads", "refs/remotes",
            "refs/tags",
        ]
        return try !unreplaced.line(arguments).isEmpty
    }
}
