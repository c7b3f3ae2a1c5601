import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// Who gets the lock of a repository that several people use.
@Suite struct RepositoryLockTests {
    private let directory = TemporaryDirectory()
    private var place: String { directory.appending("repo.git") }
    private var lock: String { place + "/parallel-cc.lock" }

    init() { mkdir(place, 0o755) }

    private var mode: mode_t {
        var status = stat()
        return stat(lock, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test(arguments: [(0o700, 0o600), (0o755, 0o644), (0o2775, 0o664), (0o777, 0o666)])
    func `who may enter the git directory may open the lock`(_ modes: (directory: Int, lock: Int)) throws {
        #expect(chmod(place, mode_t(modes.directory)) == 0)
        // As somebody with a strict umask, or an older version of us, left it.
        try Files.write(lock, "", mode: 0o600)
        try RepositoryLock.held(in: place) { () throws(ParallelError) in
            #expect(Int(mode) & modes.lock == modes.lock)
            #expect(Int(mode) & 0o111 == 0)
        }
    }

    @Test func `another's lock file needs no right to write`() throws {
        try Files.write(lock, "", mode: 0o644)
        let user = try OrdinaryUser(owning: [directory.path, place])
        if geteuid() != 0 { #expect(chmod(lock, 0o444) == 0) }
        var isHeld = false
        try user.run { try RepositoryLock.held(in: place) { () throws(ParallelError) in isHeld = true } }
        #expect(isHeld)
    }

    @Test func `a lock file that cannot be opened is named, with the reason`() throws {
        try Files.write(lock, "", mode: 0)
        let user = try OrdinaryUser(owning: [directory.path, place])
        let error = #expect(throws: ParallelError.self) {
            try user.run { try RepositoryLock.held(in: place) { () throws(ParallelError) in } }
        }
        #expect(error?.code == .unusableRepository)
        #expect(error?.subject == lock)
        #expect(error?.message == "the lock file cannot be opened")
        #expect(error?.cause == "Permission denied")
        #expect(error?.hint?.contains("chmod a+r") == true)
    }

    @Test func `where no file can be made, that is said`() throws {
        #expect(chmod(place, 0o555) == 0)
        let user = try OrdinaryUser(owning: [directory.path])
        let error = #expect(throws: ParallelError.self) {
            try user.run { try RepositoryLock.held(in: place) { () throws(ParallelError) in } }
        }
        #expect(error?.message == "the lock file cannot be made")
        #expect(error?.cause == "Permission denied")
    }
}
