internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// One line of `git ls-files --stage`.
struct IndexEntry {
    let mode: String
    let id: String
    let stage: Int
    let path: PathBytes

    /// The whole index that `git` is bound to, sparse directories expanded.
    static func list(_ git: Git) throws(ParallelError) -> [IndexEntry] {
        let answer = try git.run(["ls-files", "--stage", "-z"])
        return ZeroSeparated.fields(answer.output).compactMap(IndexEntry.init(line:))
    }

    /// The entries of a commit's or tree's tree, as if it were an index.
    static func list(tree: String, with git: Git) throws(ParallelError) -> [IndexEntry] {
        let answer = try git.run(["ls-tree", "-r", "-z", "--full-tree", tree])
        return ZeroSeparated.fields(answer.output).compactMap(IndexEntry.init(treeLine:))
    }

    /// Lists these entries as far as the trees are there.
    static func readable(tree: String, with git: Git) throws(ParallelError) -> [IndexEntry] {
        let answer = try git.result(["ls-tree", "-r", "-z", "--full-tree", tree])
        return ZeroSeparated.fields(answer.output).compactMap(IndexEntry.init(treeLine:))
    }

    init(mode: String, id: String, stage: Int = 0, path: PathBytes) {
        self.mode = mode
        self.id = id
        self.stage = stage
        self.path = path
    }

    /// `100644 <id> <stage>\t<path>`
    init?(line: ArraySlice<UInt8>) {
        guard let (words, path) = Self.split(line), words.count == 3, let stage = Int(words[2]) else { return nil }
        self.init(mode: words[0], id: words[1], stage: stage, path: path)
    }

    /// `100644 blob <id>\t<path>`
    private init?(treeLine line: ArraySlice<UInt8>) {
        guard let (words, path) = Self.split(line), words.count == 3 else { return nil }
        self.init(mode: words[0], id: words[2], path: path)
    }

    private static func split(_ line: ArraySlice<UInt8>) -> (words: [String], path: PathBytes)? {
        guard let tab = line.firstIndex(of: 0x09) else { return nil }
        let words = line[..<tab].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        return (words, Array(line[(tab + 1)...]))
    }

    /// The form that `git update-index -z --index-info` reads.
    func indexInfo() -> [UInt8] { Array("\(mode) \(id) \(stage)\t".utf8) + path + [0] }
}
