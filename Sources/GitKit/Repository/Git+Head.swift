internal import Exec
package import HookCore

extension Git {
    /// HEAD of the worktree at `directory`, by libgit2 where it can.
    package func head() throws(ParallelError) -> Head {
        if let head = headByLibGit2 { return head }
        let symbolic = try result(["symbolic-ref", "--quiet", "--short", "HEAD"])
        let commit = try result(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"])
        return Head(
            commit: commit.status.isSuccess ? trimmed(commit.text) : nil,
            branch: symbolic.status.isSuccess ? trimmed(symbolic.text) : nil)
    }

    private var headByLibGit2: Head? {
        // A bound one must not be looked for: what lies around a directory in the trash is another repository.
        if let boundDirectory { return try? LibGit2Repository(at: boundDirectory).head() }
        return try? LibGit2Repository(discoveringFrom: directory).head()
    }

    /// How many commits one commit has that another has not. Both are full ids.
    package func commits(of commit: String, notIn other: String) throws(ParallelError) -> Int {
        if commit == other { return 0 }
        if let count = try? LibGit2Repository(discoveringFrom: directory).commits(of: commit, notIn: other) {
            return count
        }
        return Int(try line(["rev-list", "--count", commit, "--not", other])) ?? 0
    }

    /// The commit that a revision names.
    /// - Throws: `.gitFailed` when there is none.
    package func commit(_ revision: String) throws(ParallelError) -> String {
        try line(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"])
    }

    /// The commit that a revision names, or nil.
    package func commitIfAny(_ revision: String) throws(ParallelError) -> String? {
        let arguments = ["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"]
        let answer = try result(arguments)
        return answer.status.isSuccess ? trimmed(answer.text) : nil
    }

    private func trimmed(_ text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
