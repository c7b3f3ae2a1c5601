import TestSupport
import Testing

@testable import GitKit

/// A way in which a branch `topic` came into `main`, or did not.
struct MergeScenario: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let word: String
    /// Starts on `topic`, which was made from `main` and has no commit of its own; ends anywhere.
    let act: @Sendable (GitFixture) throws -> Void

    static let all: [MergeScenario] = merged + notMerged

    private static let merged: [MergeScenario] = [
        .init(testDescription: "a merge commit", word: "ancestor") { git in
            try git.work(2)
            try git.onMain { try git.git(["merge", "--quiet", "--no-ff", "--no-edit", "topic"]) }
        },
        .init(testDescription: "fast-forwarded", word: "ancestor") { git in
            try git.work(2)
            try git.git(["switch", "--quiet", "main"])
            try git.git(["merge", "--quiet", "--ff-only", "topic"])
            try git.commit(["later": "x\n"], message: "later")
        },
        .init(testDescription: "rebased", word: "rebased") { git in
            try git.work(3)
            try git.onMain {
                try git.git(["switch", "--quiet", "--detach", "topic"])
                try git.git(["rebase", "--quiet", "main"])
                try git.git(["branch", "--quiet", "--force", "main", "HEAD"])
                try git.git(["switch", "--quiet", "main"])
            }
        },
        .init(testDescription: "one commit rebased", word: "rebased") { git in
            try git.work(1)
            try git.onMain { try git.git(["cherry-pick", "topic"]) }
        },
        .init(testDescription: "squashed", word: "squashed") { git in
            try git.work(3)
            try git.onMain {
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "All of it (#7)"])
            }
        },
        .init(testDescription: "one commit squashed, as GitHub does it", word: "squashed") { git in
            try git.work(1)
            try git.onMain {
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "work 1 (#8)"])
            }
        },
        .init(testDescription: "squashed among lines that had changed", word: "squashed") { git in
            try git.commit(["list": git.lines(changing: [2: "topic"])], message: "topic", at: nil)
            try git.work(1)
            try git.onMain {
                try git.commit(["list": git.lines(changing: [4: "main"])], message: "main")
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "squash"])
                try git.commit(["list": git.lines(changing: [2: "other", 4: "main"])], message: "again")
            }
        },
        .init(testDescription: "cherry-picked, in another order", word: "cherry-picked") { git in
            try git.work(2)
            try git.onMain {
                try git.git(["cherry-pick", "topic"])
                try git.commit(["between": "x\n"], message: "between")
                try git.git(["cherry-pick", "topic~"])
            }
        },
        .init(testDescription: "one commit picked with a word about it", word: "cherry-picked") { git in
            try git.work(1)
            try git.onMain { try git.git(["cherry-pick", "-x", "topic"]) }
        },
        .init(testDescription: "the same change made by hand, in two commits", word: "nothing-to-merge") { git in
            try git.commit(["a": "1\n", "b": "1\n"], message: "both")
            try git.onMain {
                try git.commit(["a": "1\n"], message: "a")
                try git.commit(["b": "1\n"], message: "b")
            }
        },
        .init(testDescription: "squashed, then the file renamed", word: "squashed") { git in
            try git.commit(["list": git.lines(changing: [2: "topic"])], message: "topic")
            try git.onMain {
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "squash"])
                try git.git(["mv", "list", "renamed"])
                try git.git(["commit", "--quiet", "-m", "rename"])
            }
        },
        .init(testDescription: "made by hand while the file was renamed", word: "nothing-to-merge") { git in
            try git.commit(["list": git.lines(changing: [2: "topic"])], message: "topic")
            try git.onMain {
                try git.git(["mv", "list", "renamed"])
                try git.commit(["renamed": git.lines(changing: [2: "topic"])], message: "rename and change")
            }
        },
        .init(testDescription: "with a merge of main inside", word: "squashed") { git in
            try git.work(1)
            try git.onMain {}
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--no-edit", "main"])
            try git.commit(["more": "x\n"], message: "more")
            try git.onMain {
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "squash"])
            }
        },
        .init(testDescription: "commits picked whole, a plain merge of main between", word: "cherry-picked") { git in
            try git.work(1)
            try git.onMain {}
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--no-edit", "main"])
            try git.commit(["more": "x\n"], message: "more")
            try git.onMain {
                try git.git(["cherry-pick", "topic"])
                try git.commit(["between": "x\n"], message: "between")
                try git.git(["cherry-pick", "topic~^1"])
            }
        },
        .init(testDescription: "both sides' lines, united by an attribute", word: "nothing-to-merge") { git in
            try git.git(["switch", "--quiet", "main"])
            try git.commit([".gitattributes": "list merge=union\n"], message: "attributes")
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--ff-only", "main"])
            try git.commit(["list": git.lines(changing: [9: "9\ntopic"])], message: "topic")
            try git.onMain { try git.commit(["list": git.lines(changing: [9: "9\nmain\ntopic"])], message: "main") }
        },
        .init(testDescription: "a submodule that main has further on", word: "nothing-to-merge") { git in
            let sub = git.root + "/sub"
            let format = try git.git(["rev-parse", "--show-object-format"])
            try git.git(["init", "--quiet", "--object-format=\(format)", "sub"])
            let move = { (name: String) in
                try git.git(["commit", "--quiet", "--allow-empty", "-m", name], at: sub)
                try git.git(["add", "sub"])
                try git.git(["commit", "--quiet", "-m", "sub at \(name)"])
            }
            try git.git(["switch", "--quiet", "main"])
            try move("1")
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--ff-only", "main"])
            try move("2")
            try git.onMain {
                try move("3")
            }
        },
        .init(testDescription: "empty commits only", word: "nothing-to-merge") { git in
            try git.git(["commit", "--quiet", "--allow-empty", "-m", "start"])
            try git.onMain {}
        },
        .init(testDescription: "merged, then reverted", word: "ancestor") { git in
            try git.work(1)
            try git.onMain {
                try git.git(["merge", "--quiet", "--no-ff", "--no-edit", "topic"])
                try git.git(["revert", "--no-edit", "-m", "1", "HEAD"])
            }
        },
        .init(testDescription: "a binary file, a mode, a link, a strange name squashed", word: "squashed") { git in
            try Files.write(git.root + "/bin", bytes: [0, 1, 2, 255])
            try Files.write(git.root + "/new\nline ü \"x\"", "x\n")
            try git.git(["add", "--all"])
            try git.git(["update-index", "--chmod=+x", "README"])
            try git.git(["commit", "--quiet", "-m", "odd"])
            try git.git(["reset", "--quiet", "--hard"])
            try git.work(1)
            try git.onMain {
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "squash"])
                try Files.write(git.root + "/bin", bytes: [0, 3])
                try git.git(["commit", "--quiet", "-am", "later"])
            }
        },
    ]

    private static let notMerged: [MergeScenario] = [
        .init(testDescription: "work that nobody took", word: "not-merged") { git in
            try git.work(2)
            try git.onMain {}
        },
        .init(testDescription: "nothing done yet", word: "own-nothing") { git in
            try git.git(["switch", "--quiet", "main"])
        },
        .init(testDescription: "nothing done yet, main went on", word: "own-nothing") { git in try git.onMain {} },
        .init(testDescription: "nothing done, but kept up with main", word: "own-nothing") { git in
            try git.onMain {}
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--ff-only", "main"])
            try git.onMain {}
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["rebase", "--quiet", "main"])
        },
        .init(testDescription: "picked in part", word: "not-merged") { git in
            try git.work(2)
            try git.onMain { try git.git(["cherry-pick", "topic~"]) }
        },
        .init(testDescription: "squashed, then gone on", word: "not-merged") { git in
            try git.work(2)
            try git.onMain {
                try git.git(["merge", "--quiet", "--squash", "topic"])
                try git.git(["commit", "--quiet", "-m", "squash"])
            }
            try git.git(["switch", "--quiet", "topic"])
            try git.commit(["more": "x\n"], message: "more")
        },
        .init(testDescription: "the same change long before, and taken back", word: "not-merged") { git in
            try git.git(["switch", "--quiet", "main"])
            try git.commit(["a": "1\n"], message: "a")
            try git.git(["revert", "--no-edit", "HEAD"])
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--ff-only", "main"])
            try git.commit(["a": "1\n"], message: "a")
            try git.onMain {}
        },
        .init(testDescription: "another change of the same file", word: "not-merged") { git in
            try git.commit(["README": "topic\n"], message: "topic")
            try git.onMain { try git.commit(["README": "main\n"], message: "main") }
        },
        .init(testDescription: "another binary of the same name", word: "not-merged") { git in
            try Files.write(git.root + "/bin", bytes: [0, 1])
            try git.git(["add", "bin"])
            try git.git(["commit", "--quiet", "-m", "bin"])
            try git.onMain {
                try Files.write(git.root + "/bin", bytes: [0, 2])
                try git.git(["add", "bin"])
                try git.git(["commit", "--quiet", "-m", "bin"])
            }
        },
        .init(testDescription: "commits picked whole, but a merge brought work of its own", word: "not-merged") { git in
            try git.work(1)
            try git.onMain {}
            try git.git(["switch", "--quiet", "topic"])
            try git.git(["merge", "--quiet", "--no-commit", "--no-ff", "main"])
            try git.commit(["evil": "x\n"], message: "merge and more")
            try git.onMain { try git.git(["cherry-pick", "topic^1"]) }
        },
        .init(testDescription: "a history of its own", word: "not-merged") { git in
            try git.git(["switch", "--quiet", "--orphan", "other"])
            try git.commit(["other": "x\n"], message: "other")
            try git.git(["branch", "--quiet", "--force", "topic"])
            try git.onMain {}
        },
    ]
}

extension GitFixture {
    /// Commits on the branch at hand.
    func work(_ count: Int) throws {
        for number in 1...count { try commit(["work\(number)": "work \(number)\n"], message: "work \(number)") }
    }

    /// Goes to `main`, which goes on by a commit first.
    func onMain(_ body: () throws -> Void) throws {
        try git(["switch", "--quiet", "main"])
        let number = try git(["rev-list", "--count", "HEAD"])
        try commit(["main\(number)": "x\n"], message: "main \(number)")
        try body()
    }

    func lines(changing: [Int: String]) -> String {
        (1...9).map { changing[$0] ?? "line \($0)" }.joined(separator: "\n") + "\n"
    }
}
