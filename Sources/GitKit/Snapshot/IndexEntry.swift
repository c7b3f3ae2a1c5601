internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// An entry of `git ls-files --stage`.
struct IndexEntry {
    let mode: String
    let id: String
    let stage: Int
    let path: PathBytes

    /// Returns the whole index that `git` is bound to, sparse directories expanded.
    static func list(_ git: Git) throws(ParallelError) -> [IndexEntry] {
        let answer = try git.run(["ls-files", "--stage", "-z"])
        let entries = ZeroSeparated.fields(answer.output).compactMap(IndexEntry.init(line:))
        // git does not expand those of an index that is split as well.
        if !entries.contains(where: \.isSparseDirectory) { return entries }
        var found: [IndexEntry] = []
        for entry in entries {
            guard entry.isSparseDirectory else {
                found.append(entry)
                continue
            }
            found += try list(tree: entry.id, with: git).map { file in
                IndexEntry(mode: file.mode, id: file.id, path: entry.path + file.path)
            }
        }
        return found
    }

    private var isSparseDirectory: Bool { mode == "040000" }

    /// Returns the entries of the tree of a commit, tag or tree, in the form of index entries.
    static func list(tree: String, with git: Git) throws(ParallelError) -> [IndexEntry] {
        let answer = try git.run(["ls-tree", "-r", "-z", "--full-tree", tree])
        return ZeroSeparated.fields(answer.output).compactMap(IndexEntry.init(treeLine:))
    }

    /// Returns the same entries as far as the trees can be read.
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

    /// Reads `100644 <id> <stage>\t<path>`.
    init?(line: ArraySlice<UInt8>) {
        guard let (columns, path) = Self.split(line), columns.count == 3, let stage = Int(columns[2]) else {
            return nil
        }
        self.init(mode: columns[0], id: columns[1], stage: stage, path: path)
    }

    /// Reads `100644 blob <id>\t<path>`.
    private init?(treeLine line: ArraySlice<UInt8>) {
        guard let (columns, path) = Self.split(line), columns.count == 3 else { return nil }
        self.init(mode: columns[0], id: columns[2], path: path)
    }

    private static func split(_ line: ArraySlice<UInt8>) -> (columns: [String], path: PathBytes)? {
        guard let tab = line.firstIndex(of: 0x09) else { return nil }
        let columns = line[..<tab].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        return (columns, Array(line[(tab + 1)...]))
    }

    /// The form that `git update-index -z --index-info` reads.
    func indexInfo() -> [UInt8] { Array("\(mode) \(id) \(stage)\t".utf8) + path + [0] }
}
