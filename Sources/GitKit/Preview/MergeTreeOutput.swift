internal import Files
internal import GitProgram
internal import HookCore

/// Reads the answers of `git merge-tree -z` one after the other.
struct MergeTreeOutput {
    private let fields: [ArraySlice<UInt8>]
    private var position = 0

    private struct Message {
        let paths: [PathBytes]
        let type: String
        let text: String
    }

    init(_ bytes: [UInt8]) { fields = ZeroSeparated.fields(bytes) }

    /// Reads the next answer.
    /// - Parameters:
    ///   - hasStatus: whether a number stands first, as with `--stdin`. 0 is a conflict.
    ///   - ids: the names of the sides. git puts them behind names that it makes up.
    /// - Returns: nil where no whole answer is left.
    mutating func next(hasStatus: Bool, ids: [String]) -> MergeTreeProgram.Answer? {
        let status = hasStatus ? field().map { String(decoding: $0, as: UTF8.self) } : "0"
        guard let status, field() != nil else { return nil }
        var stages: [PathBytes: [Int: MergeStages.Version]] = [:]
        while true {
            guard let line = field() else { return nil }
            if line.isEmpty { break }
            guard let entry = IndexEntry(line: line) else { return nil }
            stages[entry.path, default: [:]][entry.stage] = MergeStages.Version(mode: entry.mode, id: entry.id)
        }
        guard let messages = messages(isLast: !hasStatus) else { return nil }
        if status == "1" { return .clean }
        var files: [PathBytes: ConflictFile] = [:]
        for (path, stages) in stages {
            let plain = Self.without(ids, at: path)
            let file = ConflictFile(
                MergeStages(path: plain, base: stages[1], ours: stages[2], theirs: stages[3]),
                kind: Self.kind(path, stages: Set(stages.keys), messages: messages))
            if files[plain] == nil || plain == path { files[plain] = file }
        }
        return .conflict(files.values.sorted { $0.path.lexicographicallyPrecedes($1.path) })
    }

    private mutating func field() -> ArraySlice<UInt8>? {
        guard position < fields.count else { return nil }
        position += 1
        return fields[position - 1]
    }

    /// Reads the messages of one answer.
    /// - Parameter isLast: whether the end of the output ends them too.
    private mutating func messages(isLast: Bool) -> [Message]? {
        var messages: [Message] = []
        while true {
            guard let first = field() else { return isLast ? messages : nil }
            // The last field is empty, or holds advice about submodules, for which git has no field in this format.
            guard let count = Int(String(decoding: first, as: UTF8.self)) else { return messages }
            var paths: [PathBytes] = []
            for _ in 0..<count {
                guard let path = field() else { return nil }
                paths.append(Array(path))
            }
            guard let type = field(), let text = field() else { return nil }
            messages.append(
                Message(
                    paths: paths, type: String(decoding: type, as: UTF8.self),
                    text: String(decoding: text, as: UTF8.self)))
        }
    }

    /// Removes the suffix that git has added to a name that two files would have: `~`, the name of the side, perhaps a
    /// number.
    private static func without(_ ids: [String], at path: PathBytes) -> PathBytes {
        for id in ids {
            let mark = Array("~\(id)".utf8)
            guard path.count > mark.count,
                let start = (0...(path.count - mark.count)).last(where: { position in
                    path[position..<(position + mark.count)].elementsEqual(mark)
                })
            else { continue }
            let rest = path[(start + mark.count)...]
            if rest.isEmpty || rest.first == UInt8(ascii: "_") || rest.first == 0x2F {
                return Array(path[..<start]) + (rest.first == 0x2F ? Array(rest) : [])
            }
        }
        return path
    }

    private static func kind(_ path: PathBytes, stages: Set<Int>, messages: [Message]) -> String {
        let types = messages.filter { $0.type.hasPrefix("CONFLICT") && $0.paths.contains(path) }.map(\.type)
        // The first message that tells more than that the texts differ.
        let type = types.first { $0 != "CONFLICT (contents)" } ?? types.first ?? ""
        switch type {
        case "CONFLICT (contents)": return stages == [2, 3] ? "add/add" : "content"
        case "CONFLICT (file/directory)": return "directory/file"
        case "CONFLICT (distinct modes)": return "mode"
        case _ where type.contains("submodule"): return "submodule"
        case _ where type.contains("collision"): return "rename/collision"
        case _ where type.contains("directory rename"): return "rename/directory"
        case "": return stages == [2, 3] ? "add/add" : "content"
        default:
            // `CONFLICT (modify/delete)`, `(rename/delete)`, `(binary)`, …
            let inner = type.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
            return inner.isEmpty ? "content" : String(inner)
        }
    }
}
