import Exec
import Files
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// A repository with worktrees, and both answers about them: ours, and that of `git merge-tree` on committed copies.
final class PreviewFixture {
    let git: GitFixture
    private(set) var worktrees: [String] = []

    init(initArguments: [String] = []) throws { git = try GitFixture(initArguments: initArguments) }

    func addWorktree() throws -> String {
        let path = try git.addWorktree("w\(worktrees.count)")
        worktrees.append(path)
        return path
    }

    func previews(_ name: String = "scratch") throws -> MergePreviews {
        let common = git.root + "/.git"
        let scratch = try ScratchObjects(git.directory.appending(name), commonDirectory: common)
        return try MergePreviews(
            Git(directory: git.root, environment: git.environment), commonDirectory: common, scratch: scratch)
    }

    func states(_ previews: MergePreviews, _ paths: [String]? = nil) throws -> [WorkState] {
        try previews.scan((paths ?? worktrees).map { ($0, nil) }).map { try $0.state.get() }
    }

    /// What we say of all pairs of worktrees.
    func predictions() throws -> [String: Expectation] {
        let previews = try previews()
        let states = try states(previews)
        var pairs: [(ours: WorkState, theirs: WorkState)] = []
        for (one, other) in allPairs { pairs.append((states[one], states[other])) }
        var result: [String: Expectation] = [:]
        for ((one, other), answer) in zip(allPairs, previews.preview(pairs)) {
            result["\(one)-\(other)"] = Expectation(answer)
        }
        return result
    }

    var allPairs: [(Int, Int)] {
        worktrees.indices.flatMap { one in worktrees.indices.filter { $0 > one }.map { (one, $0) } }
    }

    /// Commits everything everywhere and asks git.
    func truth() throws -> [String: Expectation] {
        for path in worktrees {
            try git.git(["add", "--all"], at: path)
            try git.git(["commit", "--quiet", "--allow-empty", "-m", "everything"], at: path)
        }
        var result: [String: Expectation] = [:]
        let ids = try worktrees.map { try git.git(["rev-parse", "HEAD"], at: $0) }
        for (one, other) in allPairs { result["\(one)-\(other)"] = try mergeTree(ids[one], ids[other]) }
        return result
    }

    func mergeTree(_ ours: String, _ theirs: String) throws -> Expectation {
        let command = Command(
            "git", arguments: ["merge-tree", "--write-tree", "-z", "--name-only", ours, theirs],
            environment: git.environment,
            directory: git.root)
        let answer = try Spawner.run(command)
        switch answer.status {
        case .exited(0): return .clean
        case .exited(1):
            let fields = answer.output.split(separator: 0, omittingEmptySubsequences: false).dropFirst()
            let paths = fields.prefix { !$0.isEmpty }.map {
                plain(String(decoding: $0, as: UTF8.self), [ours, theirs])
            }
            return .conflict(Set(paths))
        default: return .error(answer.errorText)
        }
    }

    /// Without what git puts behind a name that a file and a directory would share.
    private func plain(_ path: String, _ names: [String]) -> String {
        for name in names where path.hasSuffix("~" + name) { return String(path.dropLast(name.count + 1)) }
        return path
    }

    /// Everything in the repository and its worktrees that a preview must leave alone.
    func inventory() throws -> [String] {
        var lines = [try git.git(["count-objects", "-v"]), try git.git(["for-each-ref"])]
        for path in worktrees {
            lines.append(Files.snapshot(path).description.count.description)
            let index = try git.git(["rev-parse", "--path-format=absolute", "--git-path", "index"], at: path)
            lines.append("\(Files.bytes(index) ?? [])")
        }
        return lines
    }
}

/// Conflict or not, and in which paths.
enum Expectation: Equatable, CustomStringConvertible {
    case clean
    case conflict(Set<String>)
    case error(String)

    init(_ preview: PairPreview) {
        self =
            switch preview {
            case .clean: .clean
            case .conflict(let files): .conflict(Set(files.map(\.path.display)))
            case .error(let error): .error(error.description)
            }
    }

    static func == (left: Expectation, right: Expectation) -> Bool {
        switch (left, right) {
        case (.clean, .clean), (.error, .error): true
        case (.conflict(let one), .conflict(let other)): one == other
        default: false
        }
    }

    var description: String {
        switch self {
        case .clean: "clean"
        case .conflict(let paths): "conflict in \(paths.sorted())"
        case .error(let reason): "error: \(reason)"
        }
    }
}
