import GitProgram
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// Every way of merging, by libgit2 and (in a SHA-256 repository) by the program.
@Suite struct MergeDetectorTests {
    static let doors = [[], ["--object-format=sha256"]]

    private func fixture(_ door: [String]) throws -> GitFixture {
        let git = try GitFixture(initArguments: door)
        try git.commit(["list": git.lines(changing: [:])], message: "list")
        try git.git(["switch", "--quiet", "-c", "topic"])
        return git
    }

    private func judge(
        _ git: GitFixture, target: String = "main", start: String? = nil, hadOwnCommits: Bool = false,
        cache: (any PatchCache)? = nil
    ) throws -> MergeFinding {
        let door = Git(directory: git.root, environment: git.environment)
        let references = try MergeReferences(door)
        let judge = MergeDetector(
            git: door, commonDirectory: git.root + "/.git", targets: try references.targets(named: target), cache: cache
        )
        let question = MergeQuestion(
            branch: "topic", tip: try git.git(["rev-parse", "topic"]), start: start, hadOwnCommits: hadOwnCommits)
        return try #require(try judge.detect([question]).first).get()
    }

    @Test(arguments: MergeScenario.all, doors)
    func `is known for what it is`(_ scenario: MergeScenario, _ door: [String]) throws {
        let git = try fixture(door)
        try scenario.act(git)
        let cache = Cache()
        let verdict = try judge(git, cache: cache)
        #expect(verdict.evidence.word == scenario.word, "\(verdict)")
        #expect(verdict.target.reference == "refs/heads/main")
        for commit in verdict.evidence.commits {
            try git.git(["merge-base", "--is-ancestor", commit, "main"])
        }
        #expect(try judge(git, cache: cache) == verdict, "from the cache")
        #expect((verdict.revertedBy != nil) == scenario.testDescription.hasSuffix("then reverted"))
    }

    @Test func `the commit that shows it is named`() throws {
        let git = try fixture([])
        try git.work(2)
        try git.onMain {
            try git.git(["merge", "--quiet", "--no-ff", "--no-edit", "topic"])
            try git.commit(["later": "x\n"], message: "later")
        }
        #expect(try judge(git).evidence == .ancestor(git.git(["rev-parse", "main~"])))
        try git.git(["branch", "--quiet", "other", "topic"])
        try git.git(["switch", "--quiet", "topic"])
        try git.commit(["third": "x\n", "fourth": "x\n"], message: "third")
        try git.commit(["fifth": "x\n"], message: "fifth")
        try git.git(["switch", "--quiet", "main"])
        try git.git(["cherry-pick", "other..topic"])
        let commits = [try git.git(["rev-parse", "main~"]), try git.git(["rev-parse", "main"])]
        let verdict = try judge(git)
        #expect(verdict.evidence == .rebased(commits))
        #expect(try verdict.mergedAt == Int64(git.git(["log", "-1", "--format=%ct", "main"])))
    }

    @Test(arguments: doors)
    func `merged into the remote's branch, of which the local one does not know yet`(_ door: [String]) throws {
        let git = try fixture(door)
        try git.work(2)
        try git.git(["switch", "--quiet", "main"])
        try git.git(["merge", "--quiet", "--squash", "topic"])
        try git.git(["commit", "--quiet", "-m", "squash"])
        try git.git(["update-ref", "refs/remotes/origin/main", "HEAD"])
        try git.git(["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"])
        try git.git(["reset", "--quiet", "--hard", "HEAD~"])
        let references = try MergeReferences(Git(directory: git.root, environment: git.environment))
        #expect(try references.defaultTarget(Git(directory: git.root, environment: git.environment)) == "main")
        let verdict = try judge(git)
        #expect(verdict.target.name == "origin/main")
        #expect(verdict.evidence.word == "squashed")
        try git.git(["merge", "--quiet", "--ff-only", "origin/main"])
        #expect(try judge(git).target.name == "main")
        // Each goes its own way.
        try git.commit(["here": "x\n"], message: "here")
        #expect(try judge(git).target.name == "main")
        try git.git(["reset", "--quiet", "--hard", "HEAD~2"])
        try git.commit(["here": "x\n"], message: "here")
        #expect(try judge(git).target.name == "origin/main")
    }

    @Test func `what is known of a branch without a reflog`() throws {
        let git = try fixture([])
        let start = try git.git(["rev-parse", "topic"])
        try git.work(1)
        try git.git(["switch", "--quiet", "main"])
        try git.git(["merge", "--quiet", "--ff-only", "topic"])
        try git.git(["reflog", "expire", "--expire=now", "--all"])
        #expect(try judge(git).evidence == .ownNothing)
        #expect(try judge(git, start: start).evidence.word == "ancestor")
        #expect(try judge(git, hadOwnCommits: true).evidence.word == "ancestor")
        #expect(try judge(git, start: git.git(["rev-parse", "topic"])).evidence == .ownNothing)
    }

    @Test func `a commit that is gone is an error, and no other branch's`() throws {
        let git = try fixture([])
        try git.work(1)
        let door = Git(directory: git.root, environment: git.environment)
        let judge = MergeDetector(
            git: door, commonDirectory: git.root + "/.git", targets: try MergeReferences(door).targets(named: "main"),
            cache: nil)
        let tip = try git.git(["rev-parse", "topic"])
        let blob = try git.git(["rev-parse", "topic:work1"])
        let missing = String(repeating: "ab", count: 20)
        let answers = try judge.detect(
            [missing, tip, blob, "topic"].map { MergeQuestion(branch: "topic", tip: $0) })
        #expect(throws: ParallelError.self) { try answers[0].get() }
        #expect(try answers[1].get().evidence == .notMerged)
        #expect(throws: ParallelError.self) { try answers[2].get() }
        #expect(throws: ParallelError.self) { try answers[3].get() }
    }

    /// What a clone that has only the contents of `main` says of `topic`.
    private func judgePartial(_ clone: String, _ git: GitFixture, fetches: Bool = true) throws -> MergeFinding {
        let door = Git(directory: clone, environment: git.environment)
        let judge = MergeDetector(
            git: door, commonDirectory: clone + "/.git", targets: try MergeReferences(door).targets(named: "main"),
            cache: nil, fetches: fetches)
        let tip = try git.git(["rev-parse", "refs/remotes/origin/topic"], at: clone)
        let question = MergeQuestion(branch: "topic", tip: tip, hadOwnCommits: true)
        return try #require(try judge.detect([question]).first).get()
    }

    private func partialClone(_ git: GitFixture, options: [String] = []) throws -> String {
        try git.git(["config", "uploadpack.allowFilter", "true"])
        try git.git(["switch", "--quiet", "main"])
        let clone = git.directory.appending("partial")
        try git.git(["clone", "--quiet", "--filter=blob:none"] + options + ["file://" + git.root, clone])
        return clone
    }

    /// Those that look into files; the commits of a submodule are not the clone's.
    private static let ofContents = MergeScenario.all.filter {
        !["ancestor", "own-nothing"].contains($0.word) && !$0.testDescription.contains("submodule")
    }

    @Test(arguments: ofContents)
    func `a partial clone fetches what it lacks`(_ scenario: MergeScenario) throws {
        let git = try fixture([])
        try scenario.act(git)
        let clone = try partialClone(git)
        #expect(try judgePartial(clone, git).evidence.word == scenario.word)
    }

    @Test func `one whose remote is gone says what is missing, and asks only once`() throws {
        let git = try fixture([])
        try git.work(3)
        try git.onMain {
            try git.git(["merge", "--quiet", "--squash", "topic"])
            try git.git(["commit", "--quiet", "-m", "All of it"])
        }
        let clone = try partialClone(git, options: ["--no-checkout"])
        let error = #expect(throws: ParallelError.self) { try judgePartial(clone, git, fetches: false) }
        #expect(error?.code == .objectMissing)
        let log = git.directory.appending("asked")
        try Files.writeProgram(git.directory.appending("upload-pack"), "#!/bin/sh\necho x >>'\(log)'\nexit 1\n")
        try git.git(["config", "remote.origin.uploadpack", git.directory.appending("upload-pack")], at: clone)
        let other = #expect(throws: ParallelError.self) { try judgePartial(clone, git) }
        #expect(other?.code == .objectMissing)
        #expect(Files.read(log) == "x\n")
        try git.git(["config", "--unset", "remote.origin.uploadpack"], at: clone)
        #expect(try judgePartial(clone, git).evidence.word == "squashed")
    }

    @Test func `a shallow clone is judged as far as it reaches`() throws {
        let git = try fixture([])
        try git.work(2)
        try git.onMain { try git.git(["merge", "--quiet", "--no-ff", "--no-edit", "topic"]) }
        let clone = git.directory.appending("clone")
        try git.git(["clone", "--quiet", "--depth=2", "--no-single-branch", "file://" + git.root, clone])
        let door = Git(directory: clone, environment: git.environment)
        let judge = MergeDetector(
            git: door, commonDirectory: clone + "/.git", targets: try MergeReferences(door).targets(named: "main"),
            cache: nil)
        let question = MergeQuestion(branch: "topic", tip: try git.git(["rev-parse", "topic"]))
        #expect(try judge.detect([question]).first?.get().evidence.word == "ancestor")
    }

    @Test func `in a shallow clone, what parted below its end is not known to be unmerged`() throws {
        let git = try fixture([])
        try git.work(2)
        try git.onMain { try git.git(["merge", "--quiet", "--no-ff", "--no-edit", "topic"]) }
        for _ in 0..<3 { try git.onMain {} }
        let clone = git.directory.appending("clone")
        try git.git(["clone", "--quiet", "--depth=1", "--no-single-branch", "file://" + git.root, clone])
        let door = Git(directory: clone, environment: git.environment)
        let judge = MergeDetector(
            git: door, commonDirectory: clone + "/.git", targets: try MergeReferences(door).targets(named: "main"),
            cache: nil)
        let question = MergeQuestion(branch: "topic", tip: try git.git(["rev-parse", "topic"]))
        let error = #expect(throws: ParallelError.self) { try judge.detect([question]).first?.get() }
        #expect(error?.message.contains("shallow") == true)
    }

    @Test func `clocks that are wrong change nothing`() throws {
        let git = try fixture([])
        try git.work(1)
        try git.git(["switch", "--quiet", "main"])
        for (number, date) in ["2030-01-01T00:00Z", "1971-01-01T00:00Z", "2020-01-01T00:00Z"].enumerated() {
            let tree = try git.git(["write-tree"])
            let words = ["-c", "user.name=x", "commit-tree", tree, "-p", "HEAD", "-m", "\(number) \(date)"]
            let made = try git.git(words)
            let raw = try git.git(["cat-file", "commit", made]).split(separator: "\n", omittingEmptySubsequences: false)
            let seconds = [1_893_456_000, 31_536_000, 1_577_836_800][number]
            let text =
                raw.map { line in
                    line.hasPrefix("committer ") ? "committer x <x@example.invalid> \(seconds) +0000" : String(line)
                }.joined(separator: "\n") + "\n"
            let commit = try git.git(["hash-object", "-t", "commit", "-w", "--stdin"], input: text)
            try git.git(["reset", "--quiet", "--hard", commit])
        }
        #expect(try judge(git).evidence == .notMerged)
        try git.git(["merge", "--quiet", "--no-ff", "--no-edit", "topic"])
        #expect(try judge(git).evidence.word == "ancestor")
    }
}

private final class Cache: PatchCache {
    private var known: [ObjectID: PatchFingerprint] = [:]

    func find(_ commits: [ObjectID]) -> [ObjectID: PatchFingerprint] { known.filter { commits.contains($0.key) } }
    func add(_ fingerprints: [ObjectID: PatchFingerprint]) { known.merge(fingerprints) { $1 } }
}
