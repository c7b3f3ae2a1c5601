internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// The history of a branch by its reflog: which commits were made on it.
struct BranchOrigin {
    /// A move of the branch: the commit that it then pointed at, and the cause, such as `commit: …` or
    /// `branch: Created from …`.
    struct Move: Equatable {
        let commit: String
        let cause: String
    }

    /// The moves, oldest first; empty where there is no reflog.
    let moves: [Move]

    init(branch: String, git: Git, commonDirectory: String) throws(ParallelError) {
        if access(commonDirectory + "/reftable", F_OK) == 0 {
            // A name that begins with refs/ needs no `--end-of-options` before it.
            let arguments = ["log", "--walk-reflogs", "--format=%H%x09%gs", "refs/heads/" + branch, "--"]
            let answer = try git.result(arguments)
            moves = answer.text.split(separator: "\n").reversed().compactMap {
                Self.move($0, commit: $0.prefix { $0 != "\t" })
            }
        } else {
            let log = WholeFile.read(commonDirectory + "/logs/refs/heads/" + branch) ?? []
            moves = log.split(separator: 0x0A).compactMap { line in
                let text = Substring(String(decoding: line, as: UTF8.self))
                let columns = text.prefix { $0 != "\t" }.split(separator: " ")
                return columns.count > 1 ? Self.move(text, commit: columns[1]) : nil
            }
        }
    }

    private static func move(_ line: Substring, commit: Substring) -> Move? {
        let tab = line.firstIndex(of: "\t").map { line.index(after: $0) } ?? line.endIndex
        return Move(commit: String(commit), cause: String(line[tab...]))
    }

    /// Returns the commits that were made on the branch, and the others to which it moved that the target itself never
    /// pointed at.
    /// - Parameter isOnLine: whether the target itself pointed at a commit.
    func commitsMade(isOnLine: (String) -> Bool) -> [String] {
        moves.filter { $0.isCommit || !isOnLine($0.commit) }.map(\.commit)
    }
}

extension BranchOrigin.Move {
    /// Whether the move made a commit. A fast-forward, a reset and a creation make none. A rebase makes none if it ends
    /// at the commit that it was put on.
    fileprivate var isCommit: Bool {
        let making = ["commit", "cherry-pick", "revert", "am"]
        let verb = cause.prefix { $0.isLetter || $0 == "-" }
        if making.contains(String(verb)) { return true }
        if cause.contains(": Merge made by ") { return true }
        guard cause.contains("(finish): "), let onto = cause.split(separator: " ").last else { return false }
        return onto != commit
    }
}
