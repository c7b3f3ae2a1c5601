internal import Exec
internal import GitProgram
internal import HookCore

/// Reads objects through a running `git cat-file --batch`.
final class ProgramObjects: ObjectSource {
    private let child: Coprocess

    /// Starts the program.
    /// - Parameter git: a git in the repository.
    init(_ git: Git) throws(ParallelError) {
        child = try Coprocess(git.command(["cat-file", "--batch"]))
    }

    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8] {
        try child.write(Array((id.hexadecimal + "\n").utf8))
        // "<id> <type> <size>", or "<id> missing".
        let header = String(decoding: try child.readLine(), as: UTF8.self).split(separator: " ")
        guard header.count == 3, let size = Int(header[2]) else { throw .missing(id, kind: kind, cause: nil) }
        let content = try child.read(size)
        _ = try child.read(1)
        guard header[1] == kind.rawValue else { throw .missing(id, kind: kind, cause: "it is of another kind") }
        return content
    }
}
