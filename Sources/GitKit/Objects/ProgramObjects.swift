internal import Exec
internal import GitProgram
internal import HookCore

/// Objects by a running `git cat-file --batch`.
final class ProgramObjects: ObjectSource {
    private let child: Coprocess

    /// - Parameter git: in the repository.
    init(_ git: Git) throws(ParallelError) {
        child = try Coprocess(git.command(["cat-file", "--batch"]))
    }

    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8] {
        try child.write(Array((id.hexadecimal + "\n").utf8))
        // "<id> <type> <size>", or "<id> missing".
        let words = String(decoding: try child.readLine(), as: UTF8.self).split(separator: " ")
        guard words.count == 3, let size = Int(words[2]) else { throw .missing(id, kind: kind, cause: nil) }
        let content = try child.read(size)
        _ = try child.read(1)
        guard words[1] == kind.rawValue else { throw .missing(id, kind: kind, cause: "it is of another kind") }
        return content
    }
}
