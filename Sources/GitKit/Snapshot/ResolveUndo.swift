internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// The files of resolved conflicts, as an index remembers them for `git checkout -m` (gitformat-index(5), "resolve
/// undo"). git collects none of these blobs while the index is there.
struct ResolveUndo: Equatable, Sendable {
    /// The blobs of the files, as far as the repository has them.
    private(set) var blobs: [String] = []
    /// The blobs that are in no commit of a branch, tag or remote at their path.
    private(set) var unheld: [String] = []

    /// Nothing.
    init() {}

    /// - Parameter git: bound to the index.
    init(_ git: Git) throws(ParallelError) {
        let answer = try git.run(["ls-files", "--resolve-undo", "-z"])
        let entries = ZeroSeparated.fields(answer.output).compactMap(IndexEntry.init(line:))
            .filter { $0.mode != "160000" }
        if entries.isEmpty { return }
        let ids = Set(entries.map(\.id)).sorted()
        let input = Array(ids.map { $0 + "\n" }.joined().utf8)
        let types = try git.withoutFetching.run(
            ["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: input)
        blobs = types.text.split(separator: "\n").filter { $0.hasSuffix(" blob") }.map { String($0.dropLast(5)) }
        let held = try Self.history(of: entries.map(\.path.display).distinctNames, with: git.unreplaced)
        unheld = blobs.filter { !held.contains($0) }
    }

    /// All blobs that were ever at one of the paths.
    private static func history(of paths: [String], with git: Git) throws(ParallelError) -> Set<String> {
        let question = [
            "-c", "log.showRoot=true", "log", "--branches", "--tags", "--remotes", "--full-history", "-m", "--raw",
            "--no-abbrev", "--no-renames", "--no-show-signature", "--format=",
        ]
        var found: Set<String> = []
        for start in stride(from: 0, to: paths.count, by: 256) {
            let batch = paths[start..<min(start + 256, paths.count)]
            let answer = try git.with(["GIT_LITERAL_PATHSPECS": "1"]).run(question + ["--"] + batch)
            for line in answer.text.split(separator: "\n") where line.hasPrefix(":") {
                found.formUnion(line.split(separator: " ").dropFirst(2).prefix(2).map(String.init))
            }
        }
        return found
    }
}
