internal import Exec
package import Files
internal import GitProgram
package import HookCore

/// A path that differs between two trees.
package struct ChangedFile: Equatable, Sendable {
    /// The path from the root of the tree.
    package let path: PathBytes
    /// The former version; nil for a new file.
    package let old: MergeStages.Version?
    /// The new version; nil for a deleted file.
    package let new: MergeStages.Version?
}

extension Git {
    /// Returns the files that differ between two trees or commits. A rename is a deleted file and a new one.
    package func changedFiles(from old: String, to new: String) throws(ParallelError) -> [ChangedFile] {
        let answer = try run([
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--end-of-options", old, new,
        ])
        let fields = ZeroSeparated.fields(answer.output)
        var files: [ChangedFile] = []
        // `:<mode> <mode> <id> <id> <letter>` NUL path NUL
        for index in stride(from: fields.startIndex, to: fields.endIndex - 1, by: 2) {
            let columns = fields[index].dropFirst().split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard columns.count == 5 else { throw failure(["diff-tree"], result: answer) }
            files.append(
                ChangedFile(
                    path: Array(fields[index + 1]), old: version(columns[0], id: columns[2]),
                    new: version(columns[1], id: columns[3])))
        }
        return files
    }

    private func version(_ mode: String, id: String) -> MergeStages.Version? {
        mode == "000000" ? nil : MergeStages.Version(mode: mode, id: id)
    }
}
