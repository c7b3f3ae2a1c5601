internal import Exec
package import Files
internal import GitProgram
package import HookCore

/// A path that differs between two trees.
package struct ChangedFile: Equatable, Sendable {
    package let path: PathBytes
    /// Nil for one that is new.
    package let old: MergeStages.Version?
    /// Nil for one that is gone.
    package let new: MergeStages.Version?
}

extension Git {
    /// What differs between two trees or commits; a rename is a path that went and one that came.
    package func changedFiles(from old: String, to new: String) throws(ParallelError) -> [ChangedFile] {
        let answer = try run([
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--end-of-options", old, new,
        ])
        let fields = ZeroSeparated.fields(answer.output)
        var files: [ChangedFile] = []
        // `:<mode> <mode> <id> <id> <letter>` NUL path NUL
        for index in stride(from: fields.startIndex, to: fields.endIndex - 1, by: 2) {
            let words = fields[index].dropFirst().split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 5 else { throw failure(["diff-tree"], result: answer) }
            files.append(
                ChangedFile(
                    path: Array(fields[index + 1]), old: version(words[0], id: words[2]),
                    new: version(words[1], id: words[3])))
        }
        return files
    }

    private func version(_ mode: String, id: String) -> MergeStages.Version? {
        mode == "000000" ? nil : MergeStages.Version(mode: mode, id: id)
    }
}
