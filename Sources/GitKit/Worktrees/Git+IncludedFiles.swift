internal import Exec
package import Files
package import GitProgram
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
            if !own.hasSameContent(in: directory, as: checkout) { found.append(path) }
        }
        return found
    }

    /// Whether a file of the checkout has the bytes, or a link the target, that it has in another checkout.
    package func hasSameContent(_ path: PathBytes, as checkout: String) throws(ParallelError) -> Bool {
        try WorkTreeFile.look(path, in: directory)?.hasSameContent(in: directory, as: checkout) ?? false
    }
}
