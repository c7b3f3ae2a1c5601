internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// What a branch's reflog tells of commits that were made on it.
struct BranchOrigin {
    /// Where the branch stood, and what moved it there: `commit: …`, `branch: Created from …`.
    struct Move: Equatable {
        let commit: String
        let cause: String
    }

    /// Oldest first; empty where there is no reflog.
    let moves: [Move]

    init(branch: String, git: Git, commonDirectory: String) throws(ParallelError) {
        if access(commonDirectory + "/reftable", F_OK) == 0 {
            // No `--end-of-options` is needed behind a name that begins with refs/.
            let arguments = ["log", "--walk-reflogs", "--format=%H%x09%gs", "refs/heads/" + branch, "--"]
            let answer = try git.result(arguments)
            moves = answer.text.split(separator: "\n").reversed().compactMap {
                Self.move($0, commit: $0.prefix { $0 != "\t" })
            }
        } else {
            let log = WholeFile.read(commonDirectory + "/logs/refs/heads/" + branch) ?? []
            moves = log.split(separator: 0x0A).compactMap { line in
                let text = Substring(String(decoding: line, as: UTF8.self))
                let words = text.prefix { $0 != "\t" }.split(separator: " ")
                return words.count > 1 ? Self.move(text, commit: words[1]) : nil
            }
        }
    }

    private static func move(_ line: Substring, commit: Substring) -> Move? {
        let tab = line.firstIndex(of: "\t").map { line.index(after: $0) } ?? line.endIndex
        return Move(commit: String(commit), cause: String(line[tab...]))
    }

    /// The commits that were made on the branch, and others where the target's own line never was.
    /// - Parameter isOnLine: whether a commit is one that the target itself stood at.
    func commitsMade(isOnLine: (String) -> Bool) -> [String] {
        moves.filter { $0.isCommit || !isOnLine($0.commit) }.map(\.commit)
    }
}

extension BranchOrigin.Move {
    /// A fast-forward, a reset and a creation make no commit; a rebase that ends where it was put on makes none either.
    fileprivate var isCommit: Bool {
        let making = ["commit", "cherry-pick", "revert", "am"]
        let verb = cause.prefix { $0.isLetter || $0 == "-" }
        if making.contains(String(verb)) { return true }
        if cause.contains(": Merge made by ") { return true }
        guard cause.contains("(finish): "), let onto = cause.split(separator: " ").last else { return false }
        return onto != commit
    }
}
