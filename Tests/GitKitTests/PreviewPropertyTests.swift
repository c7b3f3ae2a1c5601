import Files
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// The generated cases; `PARALLEL_CC_PREVIEW_SEEDS=2000` takes a while, `1000-2000` less.
private let seeds: [UInt64] = {
    let words = getenv("PARALLEL_CC_PREVIEW_SEEDS").map { String(cString: $0).split(separator: "-") } ?? ["12"]
    let numbers = words.compactMap { UInt64($0) }
    let first = numbers.count == 2 ? numbers[0] : 1
    return Array(first...max(first, numbers.last ?? 1))
}()

@Suite("Merge previews: generated histories")
struct PreviewPropertyTests {
    @Test("every answer is git's, uncommitted work included, and nothing is written", arguments: seeds)
    func generated(_ seed: UInt64) throws {
        // Every third is read by the git program alone.
        let fixture = try PreviewFixture(initArguments: seed.isMultiple(of: 3) ? ["--object-format=sha256"] : [])
        var work = GeneratedWork(root: fixture.git.root, random: SplitMix64(seed: seed))
        try work.start()
        try commit(fixture, fixture.git.root)
        var random = work.random
        for number in 0..<4 {
            let path = try fixture.addWorktree()
            if number > 1, Int.random(in: 0..<4, using: &random) == 0 { try entangle(fixture, path, &random) }
            var work = GeneratedWork(root: path, random: SplitMix64(seed: seed &* 31 &+ UInt64(number)))
            for _ in 0..<work.number(3) {
                try work.act(1 + work.number(4))
                if work.number(8) == 0 { try submodule(fixture, path, work.number(2)) }
                try commit(fixture, path)
            }
            try work.act(work.number(4))
            if work.number(3) == 0 { try fixture.git.git(["add", "--all"], at: path) }
            try work.act(work.number(3))
        }
        let before = try fixture.inventory()
        let found = try fixture.predictions()
        #expect(try fixture.inventory() == before, "seed \(seed): something was written")
        let truth = try fixture.truth()
        for (pair, expected) in truth {
            #expect(found[pair] == expected, "seed \(seed), pair \(pair)")
        }
    }

    /// Two best common ancestors: each side merges what the other was before its last commit.
    private func entangle(_ fixture: PreviewFixture, _ path: String, _ random: inout SplitMix64) throws {
        let other = fixture.worktrees[Int.random(in: 0..<(fixture.worktrees.count - 1), using: &random)]
        let branch = try fixture.git.git(["rev-parse", "--abbrev-ref", "HEAD"], at: other)
        let own = try fixture.git.git(["rev-parse", "--abbrev-ref", "HEAD"], at: path)
        try Files.write(path + "/crossed \(own)", "one\n")
        try commit(fixture, path)
        let mine = try fixture.git.git(["rev-parse", "HEAD"], at: path)
        let theirs = try fixture.git.git(["rev-parse", branch])
        _ = try? fixture.git.git(["merge", "--quiet", "--no-edit", "-X", "ours", theirs], at: path)
        _ = try? fixture.git.git(["merge", "--abort"], at: path)
        guard try fixture.git.git(["status", "--porcelain"], at: other).isEmpty else { return }
        _ = try? fixture.git.git(["merge", "--quiet", "--no-edit", "-X", "ours", mine], at: other)
        _ = try? fixture.git.git(["merge", "--abort"], at: other)
    }

    private func submodule(_ fixture: PreviewFixture, _ path: String, _ number: Int) throws {
        guard !Files.exists(path + "/sub") else { return }
        Files.makeDirectories(path + "/sub")
        let commit = number == 0 ? "main" : "HEAD"
        let id = try fixture.git.git(["rev-parse", commit], at: path)
        try fixture.git.git(["update-index", "--add", "--cacheinfo", "160000,\(id),sub"], at: path)
    }

    private func commit(_ fixture: PreviewFixture, _ path: String) throws {
        try fixture.git.git(["add", "--all"], at: path)
        try fixture.git.git(["commit", "--quiet", "--allow-empty", "-m", "work"], at: path)
    }

    @Test("texts are merged as git merges them", arguments: seeds)
    func texts(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let fixture = try GitFixture(commit: false)
        var script = ""
        var verdicts: [String: TextPreview.Outcome] = [:]
        let cases = (0..<200).map { _ in TextCase(&random) }
        let commits: [(String, KeyPath<TextCase, String>, String)] = [
            ("base", \.base, ""), ("ours", \.ours, "base"), ("theirs", \.theirs, "base"),
        ]
        for (branch, text, parent) in commits {
            script += "commit refs/heads/\(branch)\ncommitter T <t@t> 1700000000 +0000\ndata 0\n"
            if !parent.isEmpty { script += "from refs/heads/\(parent)\n" }
            for (number, one) in cases.enumerated() {
                let content = one[keyPath: text]
                script += "M 100644 inline f\(number)\ndata \(content.utf8.count)\n\(content)\n"
            }
        }
        try fixture.git(["fast-import", "--quiet"], input: script)
        for (number, one) in cases.enumerated() {
            var preview = TextPreview(base: Array(one.base.utf8))
            let (ours, theirs) = (preview.side(Array(one.ours.utf8)), preview.side(Array(one.theirs.utf8)))
            verdicts["f\(number)"] = preview.outcome(ours: ours, theirs: theirs)
        }
        let preview = try MergeTreeProgram(git: Git(directory: fixture.root, environment: fixture.environment))
            .merge([("ours", "theirs")])
        guard case .conflict(let files) = preview.first else { throw FixtureError("\(preview)") }
        let conflicting = Set(files.map(\.path.display))
        for (file, outcome) in verdicts where outcome != .unsure {
            #expect((outcome == .conflict) == conflicting.contains(file), "seed \(seed), \(file)")
        }
        #expect(verdicts.values.filter { $0 == .unsure }.count < 20)
    }
}

/// A text and two ways on.
private struct TextCase {
    let base: String
    let ours: String
    let theirs: String

    init(_ random: inout SplitMix64) {
        // Few kinds of lines make many equal ones: that is where methods of comparing differ.
        let kinds = [3, 6, 20, 200].randomElement(using: &random) ?? 6
        let lines = (0..<Int.random(in: 0...30, using: &random)).map { _ in Self.line(kinds, &random) }
        base = Self.join(lines, &random)
        ours = Self.join(Self.edit(lines, kinds, &random), &random)
        theirs = Self.join(Self.edit(lines, kinds, &random), &random)
    }

    private static func line(_ kinds: Int, _ random: inout SplitMix64) -> String {
        "\(Int.random(in: 0..<kinds, using: &random))"
    }

    private static func edit(_ lines: [String], _ kinds: Int, _ random: inout SplitMix64) -> [String] {
        var lines = lines
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let place = Int.random(in: 0...lines.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: lines.insert(line(kinds, &random), at: place)
            case 1: if place < lines.count { lines.remove(at: place) }
            case 2: if place < lines.count { lines[place] = line(kinds, &random) }
            default:
                let end = min(lines.count, place + 4)
                let block = Array(lines[place..<end])
                lines.removeSubrange(place..<end)
                lines.insert(contentsOf: block, at: Int.random(in: 0...lines.count, using: &random))
            }
        }
        return lines
    }

    private static func join(_ lines: [String], _ random: inout SplitMix64) -> String {
        let text = lines.joined(separator: "\n")
        return Int.random(in: 0..<5, using: &random) == 0 || lines.isEmpty ? text : text + "\n"
    }
}
