internal import Exec
package import HookCore

extension Git {
    /// Returns the commit that a revision names.
    /// - Throws: `.gitFailed` when there is none.
    package func commit(_ revision: String) throws(ParallelError) -> String {
        try line(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"])
    }

    /// Returns the branch that keeps git from making another one: one name is a directory of the other.
    package func obstacle(toBranch branch: String) throws(ParallelError) -> String? {
        let parts = FilePath.parts(of: branch, omittingEmpty: false)
        for count in 1..<max(parts.count, 1) {
            let above = parts[..<count].joined(separator: "/")
            if try commitIfAny("refs/heads/" + above) != nil { return above }
        }
        let below = try line(["for-each-ref", "--count=1", "--format=%(refname:strip=2)", "refs/heads/\(branch)/"])
        return below.isEmpty ? nil : below
    }

    /// Returns the commit that a revision names; nil when there is none.
    package func commitIfAny(_ revision: String) throws(ParallelError) -> String? {
        try lineIfAny(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(revision)^{commit}"])
    }

    /// Returns the short name of the branch that HEAD points at; nil where HEAD is detached.
    package func currentBranch() throws(ParallelError) -> String? {
        try lineIfAny(["symbolic-ref", "--quiet", "--short", "HEAD"])
    }

    /// Returns the answer without the line break at its end; nil where git's status says that there is none.
    private func lineIfAny(_ arguments: [String]) throws(ParallelError) -> String? {
        let answer = try result(arguments)
        return answer.status.isSuccess ? answer.line : nil
    }
}
