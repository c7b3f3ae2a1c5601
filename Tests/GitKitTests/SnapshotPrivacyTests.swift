import Exec
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// What others may not read in a working tree they may not read in a rescue either; it comes back as it was.
@Suite struct SnapshotPrivacyTests {
    private let fixture: GitFixture
    private let worktree: String

    init() throws {
        fixture = try GitFixture()
        try fixture.commit(["a.txt": "one\n", "settings": "usual\n", "dir/c.txt": "three\n"], message: "Files")
        worktree = try fixture.addWorktree("work")
        for directory in [fixture.root, fixture.root + "/.git", fixture.root + "/.git/objects", worktree] {
            chmod(directory, 0o755)
        }
        chmod(String(worktree.prefix(upTo: worktree.lastIndex(of: "/") ?? worktree.endIndex)), 0o755)
    }

    private var commonDirectory: String { fixture.root + "/.git" }
    private var git: Git { Git(directory: worktree, environment: fixture.environment) }

    private func save(_ id: String = "test1", maxBytes: UInt64 = 1 << 30) throws -> (SnapshotManifest, String) {
        let repository = try Repository.discover(at: worktree, git: git)
        let source = SnapshotSource(
            git: git, gitDirectory: repository.gitDirectory, commonDirectory: commonDirectory, workTree: worktree,
            maxBytes: maxBytes, ignoredFiles: [])
        let contents = try source.inspect()
        let manifest = SnapshotManifest(
            id: id, repository: commonDirectory, worktree: worktree, branch: contents.head.branch,
            head: contents.head.commit, sessionId: nil, createdAt: "2026-01-01T00:00:00Z", reason: "test")
        return try SnapshotWriter(source).write(contents, manifest: manifest)
    }

    /// Removes the worktree and makes it anew from the rescue.
    private func restore(_ saved: (manifest: SnapshotManifest, commit: String)) throws -> RestoreReport {
        chmod(worktree + "/keys", 0o700)
        TemporaryDirectory.remove(worktree)
        TemporaryDirectory.remove(commonDirectory + "/worktrees/work")
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let git = Git(directory: fixture.root, environment: fixture.environment)
        try git.addEmptyWorktree(
            path: worktree, head: .existingBranch("work"), commit: try fixture.git(["rev-parse", "work"]),
            lockReason: "test", commonDirectory: commonDirectory)
        let made = try Repository.discover(at: worktree, git: git)
        return try SnapshotRestorer(git: git, worktree: made, commit: saved.commit, manifest: saved.manifest).restore()
    }

    private func folder(_ id: String = "test1") -> PrivateFolder {
        PrivateFolder(commonDirectory: commonDirectory, rescue: id)
    }

    private func isObject(_ content: String) throws -> Bool {
        let id = try git.blobID(Array(content.utf8))
        return try git.result(["cat-file", "-e", id]).status.isSuccess
    }

    private func permissions(_ path: String) -> UInt32? {
        var status = stat()
        return lstat(worktree + "/" + path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    private func writeSecrets() throws {
        try Files.write(worktree + "/.env", "SECRET", mode: 0o600)
        try Files.write(worktree + "/settings", "password", mode: 0o640)
        try Files.write(worktree + "/keys/k", "KEY")
        try Files.write(worktree + "/git~1", "refused by git", mode: 0o600)
        symlink("where the key is", worktree + "/keys/link")
        chmod(worktree + "/keys", 0o500)
        try Files.write(worktree + "/plain", "for all")
    }

    private static let secrets = ["SECRET", "password", "KEY", "where the key is", "refused by git"]

    @Test("files that others may not read are in no object, and come back with their permissions")
    func secretsAreNoObjects() throws {
        try writeSecrets()
        let before = Files.snapshot(worktree)
        let saved = try save()
        for secret in Self.secrets { #expect(try !isObject(secret), "\(secret)") }
        #expect(try isObject("for all"))
        #expect(saved.0.privateFiles == 5)
        #expect(saved.0.format == 3)
        var status = stat()
        #expect(lstat(folder().path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        #expect(try git.run(["diff", "--name-status", "HEAD", saved.1]).text == "A\tplain\n")
        #expect(try restore(saved) == RestoreReport())
        #expect(Files.snapshot(worktree) == before)
        #expect(permissions(".env") == 0o600)
        #expect(permissions("settings") == 0o640)
        #expect(permissions("git~1") == 0o600)
        #expect(permissions("keys") == 0o500)
    }

    @Test func `what an access control list may close to its group is closed to it`() throws {
        let file = worktree + "/plain"
        try Files.write(file, "LISTED", mode: 0o644)
        // Entries of tag, permissions and id: owner, a user, group, mask, others; see linux/posix_acl_xattr.h.
        let entries: [(UInt16, UInt16, UInt32)] = [
            (1, 6, .max), (2, 4, 12345), (4, 0, .max), (16, 4, .max), (32, 4, .max),
        ]
        var list: [UInt8] = [2, 0, 0, 0]
        for (tag, permissions, id) in entries {
            for number in [tag, permissions] { withUnsafeBytes(of: number.littleEndian) { list += $0 } }
            withUnsafeBytes(of: id.littleEndian) { list += $0 }
        }
        typealias SetAttribute =
            @convention(c) (
                UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer, Int, Int32
            ) -> Int32
        // Swift has no import for <sys/xattr.h>.
        let set = unsafeBitCast(try #require(dlsym(nil, "setxattr")), to: SetAttribute.self)
        guard set(file, "system.posix_acl_access", list, list.count, 0) == 0 else { return }
        let saved = try save()
        #expect(try !isObject("LISTED"))
        #expect(try restore(saved) == RestoreReport())
        #expect(Files.read(file) == "LISTED")
        #expect(permissions("plain") == 0o604)
    }

    @Test("where nobody else can come to the repository, git keeps everything")
    func closedRepository() throws {
        chmod(fixture.root, 0o700)
        try writeSecrets()
        let before = Files.snapshot(worktree)
        let saved = try save()
        #expect(try isObject("SECRET"))
        #expect(!Files.exists(folder().path))
        #expect(try restore(saved) == RestoreReport())
        #expect(Files.snapshot(worktree) == before)
        #expect(permissions(".env") == 0o600)
        #expect(permissions("keys") == 0o500)
    }

    @Test("a directory above the worktree, such as our data directory, makes nothing private")
    func closedPlace() throws {
        let above = String(worktree.prefix(upTo: worktree.lastIndex(of: "/") ?? worktree.endIndex)) + "/closed"
        mkdir(above, 0o700)
        try fixture.git(["worktree", "move", worktree, above + "/work"])
        let git = Git(directory: above + "/work", environment: fixture.environment)
        let made = try Repository.discover(at: above + "/work", git: git)
        try Files.write(above + "/work/plain", "for all")
        let file = try #require(try WorkTreeFile.find(Array("plain".utf8), in: made.workTree))
        #expect(!Privacy(root: made.workTree, commonDirectory: commonDirectory).isPrivate(file))
        chmod(made.workTree, 0o700)
        #expect(Privacy(root: made.workTree, commonDirectory: commonDirectory).isPrivate(file))
    }

    @Test("a second look makes no second rescue, a changed secret does")
    func secondLook() throws {
        try writeSecrets()
        #expect(try save().0.id == "test1")
        #expect(try save("test2").0.id == "test1")
        #expect(!Files.exists(folder("test2").path))
        try Files.write(worktree + "/.env", "SECRE2", mode: 0o600)
        #expect(try save("test3").0.id == "test3")
        chmod(worktree + "/git~1", 0o400)
        #expect(try save("test4").0.id == "test4")
        unlink(folder("test4").path + "/0")
        #expect(try save("test5").0.id == "test5")
    }

    @Test("files that are gone from the folder are named")
    func lostFiles() throws {
        try writeSecrets()
        let saved = try save()
        let number = try #require(try folder().names().firstIndex { $0.path == Array("work-tree/.env".utf8) })
        unlink(folder().path + "/\(number)")
        #expect(try restore(saved).missing == [Array(".env".utf8)])
        #expect(Files.read(worktree + "/keys/k") == "KEY")
        try folder().delete()
        let report = try restore(saved)
        #expect(report.privateFilesNotice?.contains("are gone: \(folder().path)") == true)
        #expect(report.notices.count == 1)
        #expect(Files.read(worktree + "/plain") == "for all")
    }

    @Test("a copy that is not as it was saved is named; of an older rescue that cannot be told")
    func damagedFile() throws {
        try writeSecrets()
        let saved = try save()
        #expect(folder().isWhole)
        let number = try #require(try folder().names().firstIndex { $0.path == Array("work-tree/.env".utf8) })
        try Files.write(folder().path + "/\(number)", "SEC", mode: 0o600)
        #expect(!folder().isWhole)
        let report = try restore(saved)
        #expect(report.damaged == [Array(".env".utf8)])
        #expect(report.notices == ["not as they were, because their copies are damaged: .env"])
        #expect(Files.read(worktree + "/.env") == "SEC")
        unlink(folder().path + "/ids")
        #expect(folder().isWhole)
        #expect(try restore(saved) == RestoreReport())
    }

    @Test("what a killed process has left goes after a day, and nothing else")
    func sweep() throws {
        try writeSecrets()
        _ = try save()
        // As if killed before the folder got its name, and a reference that a power cut has emptied.
        _ = try save("test2")
        #expect(rename(folder().path, folder().path + ".new") == 0)
        try Files.write(folder("lost").path + "/list", "")
        for name in ["new.new", "old.new"] { try Files.write(folder(name).path + "/list", "") }
        var times = [timeval](repeating: timeval(tv_sec: 1_000_000_000, tv_usec: 0), count: 2)
        for name in ["old.new", "test1", "lost"] { utimes(folder(name).path, &times) }
        let reference = commonDirectory + "/refs/parallel-cc/rescue/lost"
        try Files.write(reference, "")
        try PrivateFolder.sweep(commonDirectory, with: git)
        #expect(Files.exists(folder("old.new").path))
        unlink(reference)
        try PrivateFolder.sweep(commonDirectory, with: git)
        for name in ["new.new", "test1", "lost"] { #expect(Files.exists(folder(name).path), "\(name)") }
        #expect(!Files.exists(folder("old.new").path))
        #expect(try folder().names().count == 5)
    }

    @Test("a folder that is there already is nobody's to delete")
    func collision() throws {
        try writeSecrets()
        _ = try save()
        try Files.write(worktree + "/.env", "SECRE2", mode: 0o600)
        #expect(throws: ParallelError.self) { try save() }
        #expect(try folder().names().count == 5)
    }

    @Test("whoever may not be told from another by permissions is another")
    func readers() {
        let readers = { (mode: UInt32, owner: uid_t, group: gid_t, doubt: Readers.Doubt) -> Readers in
            var status = stat()
            (status.st_mode, status.st_uid, status.st_gid) = (mode, owner, group)
            return Readers(status, doubt: doubt)
        }
        let file = { readers(S_IFREG | $0, $1, $2, .nobody) }
        let objects = { readers(S_IFDIR | $0, $1, $2, .everybody) }
        #expect(file(0o644, 1, 1).includes(objects(0o755, 1, 1)))
        #expect(file(0o600, 1, 1).includes(objects(0o700, 1, 1)))
        #expect(!file(0o600, 1, 1).includes(objects(0o755, 1, 1)))
        #expect(!file(0o600, 1, 1).includes(objects(0o700, 2, 1)))
        #expect(file(0o640, 1, 5).includes(objects(0o750, 1, 5)))
        #expect(!file(0o640, 1, 5).includes(objects(0o750, 1, 6)))
        #expect(file(0o640, 1, 5).includes(objects(0o700, 1, 1)))
        #expect(!file(0o640, 1, 5).includes(objects(0o755, 1, 5)))
        #expect(!file(0o604, 1, 1).includes(objects(0o755, 1, 1)))
        #expect(file(0o644, 1, 1).includes(objects(0o701, 1, 1)))
        #expect(!Readers.passing(["/nowhere"], doubt: .nobody).includes(.everybody))
        #expect(!file(0o600, 1, 1).includes(.passing(["/nowhere"], doubt: .everybody)))
    }

    @Test("in a shared repository everybody who may write objects may save such files")
    func sharedRepository() throws {
        chmod(commonDirectory + "/objects", 0o2775)
        try writeSecrets()
        _ = try save()
        var status = stat()
        #expect(stat(commonDirectory + "/parallel-cc/private", &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o2775)
    }

    @Test("a rescue that cannot be made leaves no folder")
    func failure() throws {
        try writeSecrets()
        try Files.write(commonDirectory + "/refs/parallel-cc/rescue/test1.lock", "")
        #expect(throws: ParallelError.self) { try save() }
        #expect(!Files.exists(folder().path))
    }

    @Test("a folder that cannot be made says why")
    func cause() throws {
        try writeSecrets()
        try Files.write(commonDirectory + "/parallel-cc/private/test1.new", "in its place")
        let error = #expect(throws: ParallelError.self) { try save() }
        #expect(error?.cause == "File exists")
        #expect(Files.read(commonDirectory + "/parallel-cc/private/test1.new") == "in its place")
    }

    @Test("private files of the worktree's git directory")
    func stateFiles() throws {
        let directory = try Repository.discover(at: worktree, git: git).gitDirectory
        try Files.write(directory + "/MERGE_MSG", "about a secret", mode: 0o600)
        try Files.write(worktree + "/plain", "for all")
        let saved = try save()
        #expect(try !isObject("about a secret"))
        _ = try restore(saved)
        let made = try Repository.discover(at: worktree, git: git).gitDirectory
        #expect(Files.read(made + "/MERGE_MSG") == "about a secret")
        var status = stat()
        #expect(lstat(made + "/MERGE_MSG", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test("the limit counts what lies in the git directory")
    func limit() throws {
        let directory = try Repository.discover(at: worktree, git: git).gitDirectory
        try Files.write(directory + "/MERGE_MSG", String(repeating: "m", count: 100_000))
        let error = #expect(throws: ParallelError.self) { try save(maxBytes: 90_000) }
        #expect(error?.code == .rescueTooLarge)
        #expect(try save(maxBytes: 200_000).0.id == "test1")
    }

    @Test(
        "directories come back with their permissions",
        arguments: [0o700, 0o750, 0o755, 0o775, 0o2755, 0o500] as [UInt32])
    func directories(bits: UInt32) throws {
        try Files.write(worktree + "/keys/deep/k", "KEY")
        for directory in ["", "dir", "keys", "keys/deep"] { chmod(worktree + "/" + directory, bits) }
        let saved = try save()
        for directory in ["keys", "dir", ""] { chmod(worktree + "/" + directory, 0o700) }
        #expect(try restore(saved) == RestoreReport())
        for directory in ["", "dir", "keys", "keys/deep"] { #expect(permissions(directory) == bits, "\(directory)") }
        for directory in ["", "dir", "keys", "keys/deep"] { chmod(worktree + "/" + directory, 0o700) }
    }
}
