internal import Exec
package import HookCore

extension Git {
    /// Returns the remotes from which `git fetch --prune` deletes references below `prefix` that the remote does not
    /// have. These are remotes of mirrors: a refspec covers the references, and no negative one excludes them.
    /// - Parameter prefix: a prefix of references, such as `refs/tags/`.
    package func remotesThatPrune(_ prefix: String) throws(ParallelError) -> [String] {
        let answer = try result(["config", "--null", "--get-regexp", #"^remote\..*\.fetch$"#])
        guard answer.status.isSuccess else { return [] }
        var covering: [String] = []
        var excluding: [String] = []
        for field in ZeroSeparated.fields(answer.output) {
            let lines = String(decoding: field, as: UTF8.self).split(separator: "\n", maxSplits: 1).map(String.init)
            guard lines.count == 2 else { continue }
            let remote = String(lines[0].dropFirst("remote.".count).dropLast(".fetch".count))
            if lines[1].hasPrefix("^") {
                if Self.covers(lines[1].dropFirst(), prefix: prefix) { excluding.append(remote) }
            } else if let colon = lines[1].lastIndex(of: ":"), !covering.holds(name: remote),
                Self.covers(lines[1][lines[1].index(after: colon)...], prefix: prefix)
            {
                covering.append(remote)
            }
        }
        return covering.filter { !excluding.holds(name: $0) }
    }

    /// Whether a pattern with a star matches every reference below the prefix.
    private static func covers(_ pattern: Substring, prefix: String) -> Bool {
        pattern.hasSuffix("*") && prefix.hasPrefix(pattern.dropLast())
    }
}
