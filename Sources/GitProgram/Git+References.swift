internal import Exec
package import HookCore

/// Moves of single references. Each move names the expected old value, so that it never overwrites another process's
/// move.
extension Git {
    /// Sets a reference, if it still has the expected value.
    /// - Parameters:
    ///   - reference: the full name.
    ///   - former: the expected value; nil where the reference must not exist.
    ///   - cause: the text for the reflog.
    /// - Returns: false where the reference has another value by now.
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

    /// Sets a reference of ours, whatever its value.
    package func setReference(_ reference: String, to object: String) throws(ParallelError) {
        try durable.run(["update-ref", reference, object])
    }

    /// Returns the object that a reference names, of any type; nil where there is none.
    package func objectIfAny(_ reference: String) throws(ParallelError) -> String? {
        let answer = try result(["rev-parse", "--quiet", "--verify", "--end-of-options", reference])
        return answer.status.isSuccess ? answer.text.split(separator: "\n").first.map(String.init) : nil
    }

    /// Deletes a reference, if it still has the expected value.
    /// - Throws: `.gitFailed` where the reference keeps that value, `.cannotSpawn`, `.interrupted`.
    package func deleteReference(_ reference: String, from former: String) throws(ParallelError) {
        let answer = try durable.result(["update-ref", "-d", reference, former])
        if answer.status.isSuccess { return }
        guard try objectIfAny(reference) != former else {
            throw ParallelError(
                .gitFailed, operation: "delete reference", subject: reference, message: "git does not delete it",
                cause: answer.errorText)
        }
    }
}
