import CoordinatorFixtures
import Exec
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// A branch that was pushed is safe only as long as the remote keeps it: it may be deleted there, and
/// `git fetch --prune` then takes the only reference.
@Suite struct PushedBranchTests {
    private let fixture: CoordinatorFixture
    private let session: Registration

    init() throws {
        fixture = try CoordinatorFixture()
        let remote = fixture.gitFixture.directory.appending("remote.git")
        try fixture.git(["init", "--quiet", "--bare", remote])
        try fixture.git(["remote", "add", "origin", remote])
        try fixture.git(["push", "--quiet", "origin", "main", "main:dev"])
        session = try fixture.startInWorktree()
    }

    private func commit() throws -> String {
        try fixture.gitFixture.commit(["pushed": "pushed\n"], message: "pushed", at: session.directory)
        return try fixture.git(["rev-parse", "HEAD"], at: session.directory)
    }

    private func release() throws -> RemovalOutcome? {
        try fixture.command().release(.id(session.session.id), reason: "test").worktree
    }

    /// What the remote does when a pull request is closed, and what everybody does every day.
    private func deleteOnRemote(_ branch: String) throws {
        try fixture.git(["push", "--quiet", "origin", "--delete", branch])
        try fixture.git(["fetch", "--quiet", "--prune", "origin"])
    }

    @Test("a branch whose commits only its own push holds stays", arguments: [nil, "fix/name", "ann/main", "x/HEAD"])
    func stays(name: String?) throws {
        let tip = try commit()
        let branch = try #require(session.session.branch)
        let pushed = name ?? branch
        try fixture.git(["push", "--quiet", "origin", "HEAD:refs/heads/\(pushed)"], at: session.directory)
        let outcome = try release()
        #expect(outcome?.removed == true)
        #expect(outcome?.branchStays == .holdsCommits)
        try deleteOnRemote(pushed)
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    /// git notes no push in a reflog where the push names a URL.
    @Test("a branch stays whose push git has not noted", arguments: [false, true])
    func pushedToAddress(isLogExpired: Bool) throws {
        let tip = try commit()
        let branch = try #require(session.session.branch)
        let remote = fixture.gitFixture.directory.appending("remote.git")
        try fixture.git(["push", "--quiet", remote, "HEAD:refs/heads/feature"], at: session.directory)
        try fixture.git(["fetch", "--quiet", "origin"])
        if isLogExpired { try fixture.git(["reflog", "expire", "--expire=now", "--all"]) }
        #expect(try release()?.branchStays == .holdsCommits)
        try deleteOnRemote("feature")
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    /// The reflog of the session's branch says "Fast-forward": the commits were made in another one.
    @Test("a branch stays that took over the commits of a branch that is gone, and was pushed")
    func pushedForAnother() throws {
        try fixture.git(["branch", "--quiet", "other"])
        let place = fixture.gitFixture.directory.appending("other")
        try fixture.git(["worktree", "add", "--quiet", place, "other"])
        try fixture.gitFixture.commit(["theirs": "theirs\n"], message: "theirs", at: place)
        try fixture.git(["merge", "--quiet", "--ff-only", "other"], at: session.directory)
        let tip = try fixture.git(["rev-parse", "HEAD"], at: session.directory)
        try fixture.git(["push", "--quiet", "origin", "HEAD:refs/heads/feature"], at: session.directory)
        try fixture.git(["worktree", "remove", place])
        try fixture.git(["branch", "--quiet", "-D", "other"])
        let branch = try #require(session.session.branch)
        #expect(try release()?.branchStays == .holdsCommits)
        try deleteOnRemote("feature")
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    @Test("a copy that a fetch writes among the branches holds nothing")
    func fetchedIntoBranches() throws {
        try fixture.git(["config", "--replace-all", "remote.origin.fetch", "+refs/heads/*:refs/heads/up/*"])
        let tip = try commit()
        let branch = try #require(session.session.branch)
        try fixture.git(["push", "--quiet", "origin", "HEAD:refs/heads/feature"], at: session.directory)
        try fixture.git(["fetch", "--quiet", "origin"])
        #expect(try release()?.branchStays == .holdsCommits)
        try deleteOnRemote("feature")
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    @Test("a branch goes whose commits are on the remote's own branch")
    func onDefaultBranch() throws {
        _ = try commit()
        try fixture.git(["push", "--quiet", "origin", "HEAD:main"], at: session.directory)
        #expect(try release()?.branchDeleted == true)
    }

    @Test("a branch goes that is at what another has pushed")
    func fetched() throws {
        let other = fixture.gitFixture.directory.appending("other")
        try fixture.git(["clone", "--quiet", fixture.gitFixture.directory.appending("remote.git"), other])
        try fixture.gitFixture.commit(["theirs": "theirs\n"], message: "theirs", at: other)
        try fixture.git(["push", "--quiet", "origin", "HEAD:dev"], at: other)
        try fixture.git(["fetch", "--quiet", "origin"])
        // Reflogs count in seconds, and within one it is not known which came first.
        try laterGit(["reset", "--quiet", "--hard", "origin/dev"])
        let outcome = try release()
        #expect(outcome?.branchDeleted == true)
        #expect(outcome?.rescue == nil)
    }

    /// No reflog says that the commits were made or pushed here: they came from another clone and went by an address.
    @Test("a branch stays whose commits were here before the copy of the remote's branch")
    func hereFirst() throws {
        let other = fixture.gitFixture.directory.appending("other")
        let remote = fixture.gitFixture.directory.appending("remote.git")
        try fixture.git(["clone", "--quiet", remote, other])
        try fixture.gitFixture.commit(["theirs": "theirs\n"], message: "theirs", at: other)
        try fixture.git(["pull", "--quiet", "--ff-only", other, "main"], at: session.directory)
        let tip = try fixture.git(["rev-parse", "HEAD"], at: session.directory)
        TemporaryDirectory.remove(other)
        try fixture.git(["push", "--quiet", remote, "HEAD:refs/heads/feature"], at: session.directory)
        try fixture.git(["fetch", "--quiet", "origin"])
        let branch = try #require(session.session.branch)
        #expect(try release()?.branchStays == .holdsCommits)
        try deleteOnRemote("feature")
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    private func laterGit(_ arguments: [String]) throws {
        let environment = fixture.gitFixture.environment.merging(["GIT_COMMITTER_DATE": "@4000000000 +0000"]) { $1 }
        let command = Command(
            "git", arguments: arguments, environment: environment, directory: session.directory)
        #expect(try Spawner.run(command).status.isSuccess)
    }

    @Test(
        "a commit that was pushed and then reset away is in the rescue",
        arguments: [nil, "refs/heads/view", "refs/tags/view"])
    func resetAway(otherName: String?) throws {
        let tip = try commit()
        try fixture.git(["push", "--quiet", "origin", "HEAD:refs/heads/gone"], at: session.directory)
        // Another name of a reference holds nothing by itself.
        if let otherName { try fixture.git(["symbolic-ref", otherName, "refs/remotes/origin/gone"]) }
        try fixture.git(["reset", "--quiet", "--hard", "HEAD~"], at: session.directory)
        let rescue = try #require(try release()?.rescue)
        try deleteOnRemote("gone")
        let reference = SnapshotManifest.reference(rescue)
        #expect(try fixture.git(["merge-base", "--is-ancestor", tip, reference], orEmpty: true) == "")
        #expect(try fixture.git(["rev-list", reference]).contains(tip))
    }

    @Test("the reflog of the main checkout is as it was when a session's branch goes")
    func reflog() throws {
        let log = fixture.repository + "/logs/HEAD"
        let before = try #require(Files.read(log))
        #expect(try release()?.branchDeleted == true)
        #expect(Files.read(log) == before)
    }

    /// A killed removal has deleted the branch, and what held its commits is gone since:
    ///
    ///     removal   delete branch (killed)                  goes on: the branch is made again
    ///     user                             reset main
    @Test("a removal that goes on makes the branch again where nothing holds its commits any more")
    func holderGone() throws {
        let tip = try commit()
        try fixture.git(["merge", "--quiet", "--ff-only", tip])
        let branch = try #require(session.session.branch)
        let victim = try Victim(fixture).run("release", session.session.id, killAt: "remove.branch")
        #expect(victim.status != .exited(0))
        #expect(try fixture.git(["branch", "--list", branch]) == "")
        try fixture.git(["reset", "--quiet", "--hard", "HEAD~"])
        try fixture.git(["reflog", "expire", "--expire=now", "--all"])
        _ = try fixture.command().cleanup()
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    @Test(
        "a branch stays that is only on a branch of the remote that was made its HEAD by hand",
        arguments: [true, false])
    func headByHand(isSymbolicReference: Bool) throws {
        let tip = try commit()
        let branch = try #require(session.session.branch)
        try fixture.git(["push", "--quiet", "origin", "HEAD:refs/heads/feature"], at: session.directory)
        if isSymbolicReference {
            try fixture.git(["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/feature"])
        } else {
            try fixture.git(["remote", "set-head", "origin", "feature"])
        }
        #expect(try release()?.branchStays == .holdsCommits)
        try deleteOnRemote("feature")
        #expect(try fixture.git(["rev-parse", branch]) == tip)
    }

    @Test("a branch goes that was merged at the remote into the branch that is its HEAD, also if that was set by hand")
    func mergedThere() throws {
        let tip = try commit()
        let remote = fixture.gitFixture.directory.appending("remote.git")
        try fixture.git(["push", "--quiet", "origin", "HEAD:refs/heads/feature"], at: session.directory)
        try fixture.git(["update-ref", "refs/heads/trunk", tip], at: remote)
        try fixture.git(["symbolic-ref", "HEAD", "refs/heads/trunk"], at: remote)
        try fixture.git(["fetch", "--quiet", "origin"])
        try fixture.git(["remote", "set-head", "origin", "--auto"])
        #expect(try release()?.branchDeleted == true)
    }
}
