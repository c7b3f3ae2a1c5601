internal import Exec
package import HookCore

extension Git {
    /// Untracked, ignored files of the checkout that a file of patterns names; none where there is no such file.
    package func includedFiles(patterns: String) throws(ParallelError) -> [PathBytes] {
        guard WholeFile.read(patterns) != nil else { return [] }
        let named = try run(["ls-files", "-z", "--others", "--ignored", "--exclude-from=\(patterns)"])
        guard !named.output.isEmpty else { return [] }
        // Status 1: none of them is ignored.
        let ignored = try run(["check-ignore", "-z", "--stdin"], input: named.output, statuses: [0, 1])
        return ZeroSeparated.fields(ignored.output).map(Array.init)
    }

    /// Those of them that another checkout does not have just so.
    package func includedFiles(patterns: String, unlike checkout: String) throws(ParallelError) -> [PathBytes] {
        var found: [PathBytes] = []
        for path in try includedFiles(patterns: patterns) {
            guard let own = try WorkTreeFile.look(path, in: directory) else { continue }
            let there = try WorkTreeFile.look(path, in: checkout)
            if there.map({ own.hasSameContent(in: directory, as: $0, in: checkout) }) != true { found.append(path) }
        }
        return found
    }
}
