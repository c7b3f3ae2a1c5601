internal import Exec
package import HookCore

extension Git {
    /// The commit that a revision names.
    /// - Throws: `.gitFailed` when there is none.
    package func commit(_ revision: String) throws(ParallelError) -> String {
        try line(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"])
    }

    /// The commit that a revision names, or nil.
    package func commitIfAny(_ revision: String) throws(ParallelError) -> String? {
        try lineIfAny(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"])
    }

    /// The short name of the branch that HEAD stands for; nil where HEAD is detached.
    package func currentBranch() throws(ParallelError) -> String? {
        try lineIfAny(["symbolic-ref", "--quiet", "--short", "HEAD"])
    }

    /// The answer without the line break at its end; nil where git says by its status that there is none.
    private func lineIfAny(_ arguments: [String]) throws(ParallelError) -> String? {
        let answer = try result(arguments)
        guard answer.status.isSuccess else { return nil }
        let text = answer.text
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
