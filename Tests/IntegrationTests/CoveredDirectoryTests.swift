import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import Integration
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// A checkout whose directory would become a file is not moved while git would delete anything there without a look.
@Suite struct CoveredDirectoryTests {
    /// What lies there, as lines of shell; `dir` is what becomes a file.
    enum Kind: String, CaseIterable, Sendable {
        // Of a submodule.
        case ignored, ignoreAll, ignoreUntracked, hidesUntracked, flagged, notInDiffs, nested, notCheckedOut, clean
        case modified, untracked
        // Of others.
        case embedded, submoduleBelow, initialised, fifo, socket, emptyBelow

        var isEmpty: Bool { self == .emptyBelow }

        var base: String {
            switch self {
            case .embedded: "git clone -q $LIB dir; git add dir; git commit -qm dir"
            case .submoduleBelow:
                "mkdir dir; echo x > dir/x; git add dir; git submodule -q add $LIB dir/sub; git commit -qm dir"
            case .initialised: "mkdir dir; echo x > dir/x; git add dir; git commit -qm dir"
            case .fifo, .socket, .emptyBelow: "true"
            default: "git submodule -q add $LIB dir; git commit -qm dir"
            }
        }

        var hiding: String {
            switch self {
            case .ignored: "echo MINE > dir/.env"
            case .ignoreAll: "git config submodule.dir.ignore all; echo MINE > dir/new"
            case .ignoreUntracked: "git config submodule.dir.ignore untracked; echo MINE > dir/new"
            case .hidesUntracked: "git -C dir config status.showUntrackedFiles no; echo MINE > dir/new"
            case .flagged: "git -C dir update-index --assume-unchanged s; echo MINE > dir/s"
            case .notInDiffs: "git config diff.ignoreSubmodules all; echo MINE > dir/s"
            case .nested:
                "git init -q dir/own; echo MINE > dir/own/x; "
                    + "echo own >> $(git -C dir rev-parse --git-path info/exclude)"
            case .notCheckedOut: "git submodule -q deinit -f dir; mkdir -p dir; echo MINE > dir/notes"
            case .clean: "true"
            case .modified: "echo MINE > dir/s"
            case .untracked: "echo MINE > dir/new"
            case .embedded: "git -C dir commit -q --allow-empty -m MINE; git -C dir reset -q --hard HEAD~1"
            case .submoduleBelow: "echo MINE > dir/sub/.env"
            case .initialised: "git init -q dir; git -C dir commit -q --allow-empty -m MINE; git -C dir add x"
            case .fifo: "mkdir dir; mkfifo dir/pipe"
            case .socket:
                "mkdir dir; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"dir/s\")'"
            case .emptyBelow: "mkdir -p dir/run/empty"
            }
        }
    }

    private let fixture: CoordinatorFixture
    private let library: GitFixture

    init() throws {
        fixture = try CoordinatorFixture()
        library = try GitFixture()
        try library.commit(["s": "s\n", ".gitignore": ".env\n"], message: "library")
    }

    @discardableResult
    private func shell(_ lines: String, at directory: String? = nil) throws -> CommandResult {
        var environment = fixture.gitFixture.environment
        environment["LIB"] = "file://" + library.root
        return try Spawner.run(
            Command(
                "/bin/sh", arguments: ["-ec", lines], environment: environment, directory: directory ?? fixture.root))
    }

    /// Commits what a kind begins with, and on a branch `topic` a file in its place.
    private func fill(_ kind: Kind) throws {
        let made = try shell(
            """
            \(kind.base)
            git read-tree --index-output=.git/other HEAD; export GIT_INDEX_FILE=$PWD/.git/other
            blob=$(echo new | git hash-object -w --stdin)
            git update-index --add --replace --cacheinfo 100644,$blob,dir
            git branch topic $(git commit-tree -p HEAD -m topic $(git write-tree))
            """)
        try #require(made.status.isSuccess, "\(made.errorText)")
    }

    private func land() throws -> QueueResult {
        _ = try MergeQueue(fixture.command()).add("topic", in: fixture.repository)
        return try MergeQueue(fixture.command()).run(in: fixture.repository)
    }

    @Test(arguments: Kind.allCases) func `a landing waits, and what it names moves the directory aside`(
        _ kind: Kind
    ) throws {
        try fill(kind)
        let hidden = try shell(kind.hiding)
        try #require(hidden.status.isSuccess, "\(hidden.errorText)")
        let before = Files.snapshot(fixture.root + "/dir")
        let git = Files.exists(fixture.root + "/dir/.git")
        let result = try land()
        if kind.isEmpty {
            #expect(result.landed.count == 1 && Files.read(fixture.root + "/dir") == "new\n")
            return
        }
        #expect(Files.snapshot(fixture.root + "/dir") == before)
        let message = try #require(result.ready.first?.message)
        let isSeenByGit = [.modified, .untracked].contains(kind)
        #expect(message.contains(isSeenByGit ? "not committed" : "git would delete"), "\(message)")
        // The user does as he is told.
        let pending = try #require(try MergeQueue(fixture.command()).readyMerges().first)
        let done = try shell(pending.command, at: "/")
        #expect(done.status.isSuccess, "\(pending.command): \(done.errorText)")
        #expect(Files.read(fixture.root + "/dir") == "new\n")
        let kept = fixture.root + "/dir." + pending.commit.prefix(10)
        #expect(Files.snapshot(kept) == before && Files.exists(kept + "/.git") == git)
    }

    @Test(arguments: [Kind.ignored, .flagged, .hidesUntracked, .nested, .embedded, .submoduleBelow, .fifo])
    func `a rebase refuses, and does it once the directory has another name`(_ kind: Kind) throws {
        try fill(kind)
        let session = try fixture.startInWorktree().session
        let place = session.worktreePath
        try fixture.gitFixture.commit(["own": "1\n"], message: "own", at: place)
        let hidden = try shell(
            """
            \(kind == .embedded ? "rmdir dir; git clone -q $LIB dir" : "git submodule -q update --init")
            \(kind.hiding)
            """, at: place)
        try #require(hidden.status.isSuccess, "\(hidden.errorText)")
        let before = Files.snapshot(place + "/dir")
        func rebase() throws -> RebaseOutcome {
            try Rebasing(fixture.command()).rebase(at: place, onto: "topic", by: session.id, onlyLooks: false)
        }
        let error = try #require(#expect(throws: ParallelError.self) { try rebase() })
        #expect(error.code == .dirtyWorktree && error.message.contains("git would delete"), "\(error)")
        #expect(Files.snapshot(place + "/dir") == before)
        let done = try shell(try #require(error.hint), at: "/")
        #expect(done.status.isSuccess, "\(done.errorText)")
        #expect(try rebase().result == .rebased && Files.read(place + "/dir") == "new\n")
        let names = try shell("echo $PWD-dir.*", at: place).text
        #expect(Files.snapshot(String(names.dropLast())) == before)
    }

    @Test func `no command moves a directory in which a process lives`() throws {
        try fill(.ignored)
        let session = try fixture.startInWorktree().session
        let place = session.worktreePath
        try fixture.gitFixture.commit(["own": "1\n"], message: "own", at: place)
        try shell("git submodule -q update --init; echo MINE > dir/.env", at: place)
        try shell("echo MINE > dir/.env")
        _ = try land()
        for directory in [fixture.root, place] {
            let lines = "cd dir; sleep 1000 < /dev/null > /dev/null 2>&1 & echo $!"
            let pid = try #require(Int32(try shell(lines, at: directory).text.dropLast()))
            defer { kill(pid, SIGKILL) }
            if directory == fixture.root {
                let pending = try #require(try MergeQueue(fixture.command()).readyMerges().first)
                #expect(pending.command.hasPrefix("parallel-cc merge queue run "), "\(pending.command)")
                continue
            }
            let error = #expect(throws: ParallelError.self) {
                try Rebasing(fixture.command()).rebase(at: place, onto: "topic", by: session.id, onlyLooks: false)
            }
            #expect(error?.hint == "end what lives there first: sleep (\(pid))", "\(error?.hint ?? "")")
        }
    }

    @Test func `a directory without anything of its own is no obstacle`() throws {
        try fill(.initialised)
        #expect(try land().landed.count == 1 && Files.read(fixture.root + "/dir") == "new\n")
        let session = try fixture.startInWorktree().session
        let lines = "git reset -q --hard HEAD~1; echo 1 > own; git add own; git commit -qm own"
        try shell(lines, at: session.worktreePath)
        let outcome = try Rebasing(fixture.command()).rebase(
            at: session.worktreePath, onto: "main", by: session.id, onlyLooks: false)
        #expect(outcome.result == .rebased && Files.read(session.worktreePath + "/dir") == "new\n")
    }
}
