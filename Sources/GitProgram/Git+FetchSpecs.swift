internal import Exec
package import HookCore

extension Git {
    /// Returns the remotes from which `git fetch --prune` deletes references below `prefix` that the remote does not
    /// have. These are remotes of mirrors: a refspec covers the references, and no negative one excludes them.
    /// - Parameter prefix: a prefix of references, such as `refs/tags/`.
    package func remotesThatPrune(_ prefix: String) throws(ParallelError) -> [String] {
        var covering: [String] = []
        var excluding: [String] = []
        for (remote, rule) in try fetchRules() {
            if rule.hasPrefix("^") {
                if Self.covers(rule.dropFirst(), prefix: prefix) { excluding.append(remote) }
            } else if let colon = rule.lastIndex(of: ":"), !covering.holds(name: remote),
                Self.covers(rule[rule.index(after: colon)...], prefix: prefix)
            {
                covering.append(remote)
            }
        }
        return covering.filter { !excluding.holds(name: $0) }
    }

    /// Returns the rules by which `git fetch` moves branches, and with `--prune` deletes those that the remote does not
    /// have.
    /// - Returns: each as it is configured, and the one that writes copies below `refs/remotes` instead.
    package func branchFetchRules() throws(ParallelError) -> [(remote: String, rule: String, instead: String)] {
        try fetchRules().compactMap { remote, rule in
            guard !rule.hasPrefix("^"), let colon = rule.lastIndex(of: ":") else { return nil }
            let destination = String(rule[rule.index(after: colon)...])
            if Self.covers(destination[...], prefix: "refs/heads/") {
                return (remote, rule, "+refs/heads/*:refs/remotes/\(remote)/*")
            }
            guard let name = FilePath.relative(destination, to: "refs/heads") else { return nil }
            return (remote, rule, "\(rule[...colon])refs/remotes/\(remote)/\(name)")
        }
    }

    /// Returns the rules of all remotes (`remote.<name>.fetch`); none where git tells of none.
    private func fetchRules() throws(ParallelError) -> [(remote: String, rule: String)] {
        let answer = try result(["config", "--null", "--get-regexp", #"^remote\..*\.fetch$"#])
        guard answer.status.isSuccess else { return [] }
        return ZeroSeparated.fields(answer.output).compactMap { field in
            let lines = String(decoding: field, as: UTF8.self).split(separator: "\n", maxSplits: 1).map(String.init)
            guard lines.count == 2 else { return nil }
            return (String(lines[0].dropFirst("remote.".count).dropLast(".fetch".count)), lines[1])
        }
    }

    /// Whether a pattern with a star matches every reference below the prefix.
    private static func covers(_ pattern: Substring, prefix: String) -> Bool {
        pattern.hasSuffix("*") && prefix.hasPrefix(pattern.dropLast())
    }
}
