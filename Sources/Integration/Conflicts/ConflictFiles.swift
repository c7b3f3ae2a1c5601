internal import Coordinator
internal import GitKit
internal import GitProgram

/// The encoding of conflicting files for the database: kind, NUL, path, NUL, versions, NUL, again and again.
enum ConflictFiles {
    static func encode(_ files: [ConflictFile]) -> [UInt8] {
        files.flatMap { file -> [UInt8] in
            let versions = [file.stages.base, file.stages.ours, file.stages.theirs].map { version in
                version.map { "\($0.mode):\($0.id)" } ?? "-"
            }
            return Array(file.kind.utf8) + [0] + file.path + [0] + Array(versions.joined(separator: " ").utf8) + [0]
        }
    }

    /// Decodes what `encode` has made; nil for other bytes.
    static func decode(_ bytes: [UInt8]) -> [ConflictFile]? {
        let fields = ZeroSeparated.fields(bytes)
        guard fields.count.isMultiple(of: 3) else { return nil }
        var files: [ConflictFile] = []
        for start in stride(from: 0, to: fields.count, by: 3) {
            let words = fields[start + 2].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 3, words.allSatisfy({ $0 == "-" || version($0) != nil }) else { return nil }
            files.append(
                ConflictFile(
                    MergeStages(
                        path: Array(fields[start + 1]), base: version(words[0]), ours: version(words[1]),
                        theirs: version(words[2])),
                    kind: String(decoding: fields[start], as: UTF8.self)))
        }
        return files
    }

    private static func version(_ word: String) -> MergeStages.Version? {
        let parts = word.split(separator: ":").map(String.init)
        return parts.count == 2 ? MergeStages.Version(mode: parts[0], id: parts[1]) : nil
    }

    /// Returns an answer in the form of the table; nil for an error, which is never stored.
    static func answer(_ preview: PairPreview) -> (isClean: Bool, files: [UInt8])? {
        switch preview {
        case .clean: (true, [])
        case .conflict(let files): (false, encode(files))
        case .error: nil
        }
    }
}

extension PairPreview {
    /// The conflicting files; empty for a clean merge and for an error.
    var files: [ConflictFile] {
        if case .conflict(let files) = self { return files }
        return []
    }
}
