internal import Exec
internal import HookCore

/// The rules by which `git fetch` writes references: which reference of a remote each of ours is a copy of.
struct FetchRules {
    private let rules: [(source: String, destination: String)]

    /// Reads the rules of all remotes (`remote.<name>.fetch`, git-fetch(1)).
    init(_ git: Git) throws(ParallelError) {
        let answer = try git.result(["config", "--null", "--get-regexp", #"^remote\..*\.fetch$"#])
        var rules: [(source: String, destination: String)] = []
        for field in ZeroSeparated.fields(answer.output) {
            let lines = String(decoding: field, as: UTF8.self).split(separator: "\n", maxSplits: 1)
            guard lines.count == 2, let colon = lines[1].lastIndex(of: ":") else { continue }
            let source = lines[1][..<colon].drop { $0 == "+" }
            rules.append((String(source), String(lines[1][lines[1].index(after: colon)...])))
        }
        self.rules = rules
    }

    /// Returns the names that remotes have for a reference; none where no fetch writes it.
    func sources(of reference: String) -> [String] {
        rules.compactMap { rule in
            guard let star = rule.destination.firstIndex(of: "*") else {
                return rule.destination.isSame(as: reference) ? rule.source : nil
            }
            let (start, end) = (rule.destination[..<star].utf8, rule.destination[star...].dropFirst().utf8)
            let name = reference.utf8
            guard name.starts(with: start), name.count >= start.count + end.count,
                name.suffix(end.count).elementsEqual(end)
            else { return nil }
            let middle = String(Substring(name.dropFirst(start.count).dropLast(end.count)))
            return rule.source.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
                .joined(separator: middle)
        }
    }
}
