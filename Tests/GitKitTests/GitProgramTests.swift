import Exec
import GitProgram
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// The answers of the git program, whatever the user has configured.
@Suite struct GitProgramTests {
    private let fixture: GitFixture

    init() throws { fixture = try GitFixture() }

    private var git: Git { Git(directory: fixture.root, environment: fixture.environment) }

    @Test("of the end of an answer only the line break is left out")
    func line() throws {
        let id = try git.storeBlob(Array("name\n\r\u{2028}\n".utf8))
        #expect(try Array(git.line(["cat-file", "blob", id]).utf8) == Array("name\n\r\u{2028}".utf8))
    }

    @Test("a git that was killed has given no answer")
    func killed() throws {
        let folder = fixture.directory.appending("programs")
        Files.makeDirectories(folder)
        try Files.writeProgram(folder + "/git", "#!/bin/sh\nkill -9 $$\n")
        let killed = git.with(["PATH": folder + ":/usr/bin:/bin"])
        let commit = #expect(throws: ParallelError.self) { try killed.commitIfAny("HEAD") }
        #expect(commit?.code == .gitFailed)
        let object = #expect(throws: ParallelError.self) { try killed.objectIfAny("refs/heads/main") }
        #expect(object?.code == .gitFailed)
    }

    @Test("signatures do not stand among the entries of a stash or the moves of a branch")
    func signatures() throws {
        try fixture.git(["config", "log.showSignature", "true"])
        let signed = try fixture.signedCommit()
        try fixture.git(["stash", "store", "-m", "On main: signed", signed])
        #expect(try git.stashEntries() == [signed])
    }

    @Test("a diff has no colours and usual paths")
    func plainDiff() throws {
        for setting in ["color.ui=always", "color.diff=always", "diff.noprefix=true", "diff.mnemonicPrefix=true"] {
            let pair = setting.split(separator: "=").map(String.init)
            try fixture.git(["config"] + pair)
        }
        try Files.write(fixture.root + "/README", "other\n")
        #expect(try git.line(["diff"]).hasPrefix("diff --git a/README b/README\n"))
    }

    @Test("a reference is deleted, or it is said that it is not")
    func deleteReference() throws {
        let reference = "refs/parallel-cc/test"
        let commit = try git.commit("HEAD")
        let other = try git.storeBlob([1])
        try git.setReference(reference, to: commit)
        try git.deleteReference(reference, from: other)
        #expect(try git.objectIfAny(reference) == commit)
        let lock = fixture.root + "/.git/" + reference + ".lock"
        try Files.write(lock, "")
        let error = #expect(throws: ParallelError.self) { try git.deleteReference(reference, from: commit) }
        #expect(error?.code == .gitFailed)
        #expect(error?.subject == reference)
        TemporaryDirectory.remove(lock)
        try git.deleteReference(reference, from: commit)
        try git.deleteReference(reference, from: commit)
        #expect(try git.objectIfAny(reference) == nil)
    }

    @Test("a hint can be typed also where the path has an apostrophe")
    func hint() throws {
        let place = fixture.directory.appending("it's")
        try fixture.git(["clone", "--quiet", fixture.root, place])
        try fixture.git(["config", "core.bare", "true"], at: place)
        let error = #expect(throws: ParallelError.self) { try Repository.discover(at: place, git: git) }
        let hint = try #require(error?.hint?.split(separator: ": ").last)
        let shell = Command("/bin/sh", arguments: ["-c", String(hint)], environment: fixture.environment)
        #expect(try Spawner.run(shell).status.isSuccess)
        #expect(try Repository.discover(at: place, git: git).workTree == place)
    }
}

extension GitFixture {
    /// Makes a commit with a signature that nobody can check.
    fileprivate func signedCommit() throws -> String {
        let head = try git(["rev-parse", "HEAD"])
        let tree = try git(["rev-parse", "HEAD^{tree}"])
        let person = "A <a@example.com> 1700000000 +0000"
        let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n none\n -----END PGP SIGNATURE-----\n"
        let text =
            "tree \(tree)\nparent \(head)\nparent \(head)\nauthor \(person)\ncommitter \(person)\n"
            + "\(signature)\nsigned\n"
        return try git(["hash-object", "-t", "commit", "-w", "--stdin"], input: text)
    }
}
