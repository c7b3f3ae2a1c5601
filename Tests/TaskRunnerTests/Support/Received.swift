import Exec
import Files
import GitKit
import GitProgram
import TaskProtocol
import TestSupport
import Testing

/// A repository on the outside that gets what came out of a task: only the packs, so that it shows what they lack.
struct Received {
    let directory = TemporaryDirectory()
    let git: Git
    let snapshot: TaskFixture.Snapshot
    var root: String { directory.appending("received") }

    init(_ fixture: TaskFixture) throws {
        let root = directory.appending("received")
        Files.makeDirectories(root)
        git = Git(directory: root, environment: fixture.source.environment)
        let packs = fixture.snapshots.compactMap(\.pack)
        snapshot = try #require(fixture.snapshots.last)
        try git.run(["init", "--quiet", "--object-format=\(fixture.order.source.objectFormat)"])
        if !fixture.order.source.shallow.isEmpty {
            let lines = fixture.order.source.shallow.map { $0 + "\n" }.joined()
            try Files.write(root + "/.git/shallow", lines)
        }
        let given = Files.exists(fixture.folder.pack) ? [fixture.folder.pack] : []
        for pack in given + packs.map(fixture.folder.snapshotPack) {
            let bytes = try #require(Files.bytes(pack))
            try git.run(["index-pack", "--stdin", "--strict"], input: bytes)
        }
        try git.run(["update-ref", "refs/parallel-cc/rescue/\(try manifest().id)", snapshot.commit])
        for (number, id) in snapshot.references.values.enumerated() {
            try git.run(["update-ref", "refs/received/\(number)", id])
        }
        try git.run(["fsck", "--strict", "--no-dangling"])
    }

    func manifest() throws -> SnapshotManifest {
        let message = try git.line(["show", "--no-patch", "--format=%B", snapshot.commit, "--"])
        return try #require(SnapshotManifest(commitMessage: message))
    }

    /// Makes the checkout as it was in the sandbox.
    func restore() throws {
        let manifest = try manifest()
        if let head = manifest.head {
            try git.run(["update-ref", "refs/heads/restored", head])
            try git.run(["symbolic-ref", "HEAD", "refs/heads/restored"])
        }
        let repository = try Repository.discover(at: root, git: git)
        let report = try SnapshotRestorer(git: git, worktree: repository, commit: snapshot.commit, manifest: manifest)
            .restore()
        #expect(report == RestoreReport())
    }

    func content(_ path: String) throws -> String { try git.run(["show", "\(snapshot.commit):\(path)"]).text }
}
