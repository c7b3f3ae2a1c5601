import Exec
import Files
import FoundationEssentials
import GitKit
import GitProgram
import Glibc
import HookCore
import TaskProtocol
import TestSupport
import Testing

@testable import TaskRunner

/// A repository on the outside, a task of it, and runs of the built runner.
final class TaskFixture {
    let source: GitFixture
    let directory = TemporaryDirectory()
    var order: TaskOrder
    var environment: [String: String]

    var folder: TaskFolder { TaskFolder(directory.appending("task")) }
    var workspace: String { directory.appending("workspace") }
    var claude: String { directory.appending("claude") }

    init(_ initArguments: [String] = [], commit: Bool = true) throws {
        source = try GitFixture(initArguments: initArguments, commit: commit)
        // The identity comes with the order.
        environment = source.environment.filter {
            !$0.key.hasPrefix("GIT_AUTHOR") && !$0.key.hasPrefix("GIT_COMMITTER")
        }
        order = TaskOrder(
            id: "task-1", prompt: "- do it",
            source: .init(
                head: nil, branch: "main", uncommitted: nil,
                objectFormat: initArguments.contains("--object-format=sha256") ? "sha256" : "sha1",
                userName: "Jo", userEmail: "jo@example.invalid"),
            timeoutSeconds: 60)
    }

    /// Hands the source's state in: HEAD, and what is not committed.
    func handIn() throws {
        let git = Git(directory: source.root, environment: source.environment)
        let contents = try snapshotSource.inspect()
        order.source.head = contents.head.commit
        order.source.branch = contents.head.branch
        if !contents.isEmpty {
            let manifest = SnapshotManifest(
                id: "in", repository: source.root + "/.git", worktree: source.root, branch: contents.head.branch,
                head: contents.head.commit, sessionId: nil, createdAt: "2026-01-01T00:00:00Z", reason: "test")
            order.source.uncommitted = try SnapshotWriter(snapshotSource).write(contents, manifest: manifest).commit
        }
        let ids = [order.source.head, order.source.uncommitted].compactMap(\.self)
        Files.makeDirectories(directory.appending("task/in"))
        if !ids.isEmpty {
            let pack = try git.run(
                ["pack-objects", "--revs", "--stdout", "--quiet"], input: Array(ids.map { $0 + "\n" }.joined().utf8))
            try Files.write(folder.pack, bytes: pack.output)
        }
        try Files.write(folder.order, bytes: Array(try JSONEncoder().encode(order)))
    }

    private var snapshotSource: SnapshotSource {
        SnapshotSource(
            git: Git(directory: source.root, environment: source.environment), gitDirectory: source.root + "/.git",
            commonDirectory: source.root + "/.git", workTree: source.root, maxBytes: .max, ignoredFiles: [],
            keepsPrivateFilesApart: false)
    }

    /// Runs a stand-in for claude on the task.
    /// - Returns: the exit status, as a shell would show it.
    @discardableResult
    func run(_ body: String, finishes: Bool = true) throws -> Int32 {
        try Files.writeProgram(claude, StandIn.script(body, finishes: finishes))
        return try Spawner.run(command).status.shellCode
    }

    /// Starts the runner, with its output in `stdout`.
    func start(_ body: String, finishes: Bool = true) throws -> ChildProcess {
        try Files.writeProgram(claude, StandIn.script(body, finishes: finishes))
        var command = command
        command.output = .discard
        command.error = .discard
        return try ChildProcess(command)
    }

    var command: Command {
        Command(
            Self.program, arguments: ["run", folder.path, "--workspace", workspace, "--claude", claude],
            environment: environment, directory: directory.path)
    }

    static let program: String = {
        let path = realPath("/proc/self/exe")
        let folder = getenv("PARALLEL_CC_TEST_BINARIES").map { String(cString: $0) } ?? FilePath.folder(of: path)
        return folder + "/parallel-cc-runner"
    }()

    /// Waits until a condition holds; fails after 30 seconds.
    func until(_ what: String, _ condition: () throws -> Bool) throws {
        for _ in 0..<600 {
            if try condition() { return }
            usleep(50_000)
        }
        throw FixtureError("waited in vain until \(what)")
    }

    // MARK: - What comes out

    var events: [TaskReport.Event] {
        let lines = (Files.read(folder.report) ?? "").split(separator: "\n")
        return lines.compactMap { try? JSONDecoder().decode(TaskReport.self, from: Data($0.utf8)).event }
    }

    func end() throws -> TaskEnd {
        let ends = events.compactMap { event in
            if case .ended(let end) = event { end } else { nil }
        }
        #expect(ends.count == 1)
        return try #require(ends.last)
    }

    var warnings: [String] {
        events.compactMap { event in
            switch event {
            case .warning(let message), .snapshotFailed(let message): message
            default: nil
            }
        }
    }

    struct Snapshot {
        let commit: String
        let references: [String: String]
        let pack: Int?
        let files: Int
    }

    var snapshots: [Snapshot] {
        events.compactMap { event in
            guard case .snapshot(let commit, let references, let pack, let files) = event else { return nil }
            return Snapshot(commit: commit, references: references, pack: pack, files: files)
        }
    }
}
