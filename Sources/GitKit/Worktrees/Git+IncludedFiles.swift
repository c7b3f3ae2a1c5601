internal import Exec
package import Files
package import GitProgram
package import HookCore

extension Git {
    /// Returns the untracked, ignored files of the checkout that match the patterns in a file.
    /// - Parameter patterns: the path of a file in the syntax of `.gitignore`. The result is empty where there is no
    ///   such file.
    package func includedFiles(patterns: String) throws(ParallelError) -> [PathBytes] {
        guard WholeFile.read(patterns) != nil else { return [] }
        let named = try run(["ls-files", "-z", "--others", "--ignored", "--exclude-from=\(patterns)"])
        guard !named.output.isEmpty else { return [] }
        // Status 1: none of the files is ignored.
        let ignored = try run(["check-ignore", "-z", "--stdin"], input: named.output, statuses: [0, 1])
        return ZeroSeparated.fields(ignored.output).map(Array.init)
    }

    /// Returns the included files that another checkout does not have, or has with other content.
    /// - Parameter checkout: the root of the other checkout.
    package func includedFiles(patterns: String, unlike checkout: String) throws(ParallelError) -> [PathBytes] {
        var found: [PathBytes] = []
        for path in try includedFiles(patterns: patterns) {
            guard let own = try WorkTreeFile.find(path, in: directory) else { continue }
            if !own.hasSameContent(in: directory, as: checkout) { found.append(path) }
        }
        return found
    }

    /// Whether a path of the checkout is a link to the same path of another checkout.
    package func isLink(_ path: PathBytes, into checkout: String) throws(ParallelError) -> Bool {
        guard let file = try WorkTreeFile.find(path, in: directory), file.isLink else { return false }
        return file.bytes(in: directory) == Array(checkout.utf8) + [0x2F] + path
    }

    /// Whether another checkout has the same file: a regular file with the same bytes, or a link with the same target.
    package func hasSameContent(_ path: PathBytes, as checkout: String) throws(ParallelError) -> Bool {
        try WorkTreeFile.find(path, in: directory)?.hasSameContent(in: directory, as: checkout) ?? false
    }
}
