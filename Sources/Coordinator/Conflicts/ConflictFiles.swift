internal import GitKit

/// Conflicting files as bytes for the database: kind, NUL, path, NUL, again and again.
enum ConflictFiles {
    static func encode(_ files: [ConflictFile]) -> [UInt8] {
        files.flatMap { file -> [UInt8] in Array(file.kind.utf8) + [0] + file.path + [0] }
    }

    /// nil for what `encode` never makes.
    static func decode(_ bytes: [UInt8]) -> [ConflictFile]? {
        let fields = ZeroSeparated.fields(bytes)
        guard fields.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: fields.count, by: 2).map { place in
            ConflictFile(path: Array(fields[place + 1]), kind: String(decoding: fields[place], as: UTF8.self))
        }
    }

    /// What is stored of an answer; nil for an error, which is never remembered.
    static func answer(_ preview: PairPreview) -> (isClean: Bool, files: [UInt8])? {
        switch preview {
        case .clean: (true, [])
        case .conflict(let files): (false, encode(files))
        case .error: nil
        }
    }
}

extension PairPreview {
    /// None for clean ones and errors.
    var files: [ConflictFile] {
        if case .conflict(let files) = self { return files }
        return []
    }
}
