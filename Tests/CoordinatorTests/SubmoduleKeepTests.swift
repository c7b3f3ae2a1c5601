import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What a submodule alone has keeps its worktree, and what then is named as the way out is one.
@Suite struct SubmoduleKeepTests {
    /// What was done in a submodule, and what is said of it at first.
    struct Work: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let words: String
        let isIn: String
        /// What must be found afterwards, in whatever repository or file.
        let tokens: [String]
        let act: @Sendable (Submodules, String) throws -> Void

        init(
            _ description: String, _ words: String, in place: String = "lib", tokens: [String] = [],
            _ act: @escaping @Sendable (Submodules, String) throws -> Void
        ) {
            testDescription = description
            self.words = words
            isIn = place
            self.tokens = tokens
            self.act = act
        }
    }

    private static let dirty = "a submodule has changes that are not committed"
    private static let unreachable = "a submodule has commits of which neither"
    private static let tags = "a submodule has tags of which it is not known"

    static let works: [Work] = [
        Work("an untracked file", dirty, tokens: ["token"]) { _, at in try Files.write(at + "/new", "token\n") },
        Work("a changed file", dirty, tokens: ["token"]) { _, at in try Files.write(at + "/a", "token\n") },
        Work("a staged file", dirty, tokens: ["token"]) { one, at in
            try Files.write(at + "/new", "token\n")
            try one.fixture.git(["add", "new"], at: at)
        },
        Work("a staged file that was then taken away", dirty, tokens: ["token"]) { one, at in
            try Files.write(at + "/new", "token\n")
            try one.fixture.git(["add", "new"], at: at)
            unlink(at + "/new")
        },
        Work("a staged file with another version on the disk", dirty, tokens: ["token", "second"]) { one, at in
            try Files.write(at + "/new", "token\n")
            try one.fixture.git(["add", "new"], at: at)
            try Files.write(at + "/new", "second\n")
        },
        Work("a staged file of a checkout that was then deleted", "a submodule has staged changes", tokens: ["token"]) {
            one, at in
            try Files.write(at + "/new", "token\n")
            try one.fixture.git(["add", "new"], at: at)
            TemporaryDirectory.remove(at)
            mkdir(at, 0o755)
        },
        Work("a file in a submodule of the submodule", dirty, in: "lib/inner", tokens: ["token"]) { _, at in
            try Files.write(at + "/new", "token\n")
        },
        Work("a file behind assume-unchanged", "a submodule holds files that git does not show", tokens: ["token"]) {
            one, at in
            try one.fixture.git(["update-index", "--assume-unchanged", "a"], at: at)
            try Files.write(at + "/a", "token\n")
        },
        Work("a commit on no branch", unreachable, tokens: ["token"]) { one, at in
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: at)
        },
        Work("a commit that a graft puts behind the remote's branch", unreachable, tokens: ["token"]) { one, at in
            let base = try one.fixture.git(["rev-parse", "HEAD"], at: at)
            try one.fixture.git(["checkout", "--quiet", "--detach", "HEAD~1"], at: at)
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: at)
            let commit = try one.fixture.git(["rev-parse", "HEAD"], at: at)
            let directory = try one.fixture.git(["rev-parse", "--absolute-git-dir"], at: at)
            try Files.write(directory + "/info/grafts", "\(base) \(commit)\n")
            try one.fixture.git(["checkout", "--quiet", base], at: at)
        },
        Work("a commit at a remote that is the repository itself", unreachable, tokens: ["token"]) { one, at in
            try alone(one, at)
            try one.fixture.git(["remote", "add", "self", "."], at: at)
            try one.fixture.git(["fetch", "--quiet", "self"], at: at)
        },
        Work("a commit at a remote that leads into the worktree", unreachable, tokens: ["token"]) { one, at in
            try alone(one, at)
            try one.fixture.git(["remote", "set-url", "origin", at], at: at)
            try one.fixture.git(["fetch", "--quiet", "origin"], at: at)
        },
        Work("a commit at a remote that is no more", unreachable, tokens: ["token"]) { one, at in
            try alone(one, at)
            try one.fixture.git(["update-ref", "refs/remotes/former/mine", "mine"], at: at)
        },
        Work("a commit on a branch, staged above", unreachable, tokens: ["token"]) { one, at in
            try one.fixture.git(["switch", "--quiet", "-c", "topic"], at: at)
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: at)
            try one.fixture.git(["add", "lib"], at: one.place)
        },
        Work("a commit of the submodule's submodule", unreachable, in: "lib/inner", tokens: ["token"]) { one, at in
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: at)
            try one.fixture.git(["reset", "--quiet", "--hard", "HEAD~1"], at: at)
        },
        Work("a commit that was reset away", unreachable, tokens: ["token"]) { one, at in
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: at)
            try one.fixture.git(["reset", "--quiet", "--hard", "HEAD~1"], at: at)
        },
        Work("two stashes", unreachable, tokens: ["token", "second"]) { one, at in
            try Files.write(at + "/a", "token\n")
            try one.fixture.git(["stash", "push", "--quiet"], at: at)
            try Files.write(at + "/new", "second\n")
            try one.fixture.git(["stash", "push", "--quiet", "--include-untracked"], at: at)
        },
        Work("an annotated tag", tags, tokens: ["token"]) { one, at in
            try one.fixture.git(["tag", "-a", "-m", "token", "mine"], at: at)
        },
        Work("a tag that was packed", tags, tokens: ["token"]) { one, at in
            try one.fixture.git(["tag", "-a", "-m", "token", "mine"], at: at)
            try one.fixture.git(["pack-refs", "--all"], at: at)
        },
        Work("a light tag", tags) { one, at in try one.fixture.git(["tag", "mine"], at: at) },
        Work("a merge in progress", "a merge is in progress in a submodule", tokens: ["token", "theirs"]) { one, at in
            try conflict(one, at)
            _ = try? one.fixture.git(["merge", "topic"], at: at)
        },
        Work("a merge without conflicts in progress", "a merge is in progress in a submodule: ", tokens: ["token"]) {
            one, at in
            try one.fixture.git(["switch", "--quiet", "-c", "topic", "HEAD~1"], at: at)
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "theirs", at: at)
            try one.fixture.git(["switch", "--quiet", "-c", "mine", "HEAD~1"], at: at)
            try one.fixture.git(["merge", "--quiet", "--no-ff", "--no-commit", "topic"], at: at)
        },
        Work(
            "a merge that git was told to forget", "a submodule has conflicts that are not resolved", tokens: ["token"]
        ) {
            one, at in
            try conflict(one, at)
            _ = try? one.fixture.git(["merge", "topic"], at: at)
            try one.fixture.git(["merge", "--quit"], at: at)
        },
        Work("a rebase in progress", "a rebase is in progress in a submodule", tokens: ["token", "theirs"]) { one, at in
            try conflict(one, at)
            _ = try? one.fixture.git(["rebase", "topic"], at: at)
        },
        Work("a cherry-pick in progress", "a cherry-pick is in progress in a submodule", tokens: ["token", "theirs"]) {
            one, at in
            try conflict(one, at)
            _ = try? one.fixture.git(["cherry-pick", "topic"], at: at)
        },
        Work("a bisection in progress", "a bisect is in progress in a submodule") { one, at in
            try one.fixture.git(["bisect", "start", "HEAD", "HEAD~1"], at: at)
        },
        Work("another commit than the index says", "a submodule is at another commit than the index says") { one, at in
            try one.fixture.git(["checkout", "--quiet", "--detach", "HEAD~1"], at: at)
        },
        Work("a worktree of its own", "a submodule has worktrees of its own") { one, at in
            try one.fixture.git(
                ["worktree", "add", "--quiet", "--detach", one.fixture.gitFixture.directory.appending("of lib")], at: at
            )
        },
        Work("a dirty worktree of its own", "a worktree of a submodule has changes", tokens: ["token", "second"]) {
            one, at in
            let other = one.fixture.gitFixture.directory.appending("of lib")
            try one.fixture.git(["worktree", "add", "--quiet", "--lock", "--detach", other], at: at)
            try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: other)
            try Files.write(other + "/new", "second\n")
        },
        Work(
            "a worktree of its own in a merge", "a merge is in progress in a worktree of a submodule", tokens: ["token"]
        ) {
            one, at in
            let other = one.fixture.gitFixture.directory.appending("of lib")
            try one.fixture.git(["worktree", "add", "--quiet", "--detach", other], at: at)
            try conflict(one, other)
            _ = try? one.fixture.git(["merge", "topic"], at: other)
        },
        Work("a message for the next commit", "a message waits for the next commit in a submodule", tokens: ["token"]) {
            one, _ in try Files.write(one.modules + "/lib/SQUASH_MSG", "token\n")
        },
        Work("a lock of git's that was left behind", "another git process is at work in a submodule") { one, _ in
            try Files.write(one.modules + "/lib/index.lock", "")
        },
    ]

    /// A commit on a branch, which is then left.
    private static func alone(_ one: Submodules, _ at: String) throws {
        let base = try one.fixture.git(["rev-parse", "HEAD"], at: at)
        try one.fixture.git(["switch", "--quiet", "-c", "mine"], at: at)
        try one.fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: at)
        try one.fixture.git(["checkout", "--quiet", "--detach", base], at: at)
    }

    /// Two commits that do not go together.
    private static func conflict(_ one: Submodules, _ at: String) throws {
        try one.fixture.git(["switch", "--quiet", "-c", "topic"], at: at)
        try one.fixture.gitFixture.commit(["a": "theirs\n"], message: "theirs", at: at)
        try one.fixture.git(["switch", "--quiet", "-c", "mine", "HEAD~1"], at: at)
        try one.fixture.gitFixture.commit(["a": "token\n"], message: "mine", at: at)
    }

    /// The main checkout's submodule matters for commits and tags only.
    static let cases =
        (works + hiddenInWorktrees).map { ($0, false) }
        + works.filter { [unreachable, tags].contains($0.words) }.map { ($0, true) }

    @Test("kept, with a way out that works", arguments: cases)
    func keeps(work: Work, inMain: Bool) throws {
        let submodules = try Submodules(inMain: inMain) { try $0.commit(["b": "later\n"], message: "later") }
        try work.act(submodules, submodules.place + "/" + work.isIn)
        let files = Files.snapshot(submodules.place)
        var outcome = try #require(try submodules.release())
        #expect(!outcome.removed, "\(outcome.kept ?? "removed")")
        #expect(outcome.kept?.contains(work.words) == true, "\(outcome.kept ?? "removed")")
        #expect(Files.snapshot(submodules.place) == files)
        var steps: [String] = []
        while let kept = outcome.kept, steps.count < 8 {
            steps.append(kept)
            try Remedy.follow(kept, in: submodules.fixture)
            outcome = try submodules.fixture.command().removeWorktree(submodules.place)
        }
        #expect(outcome.removed, "\(steps)")
        _ = try submodules.fixture.command().emptyTrash(olderThanDays: 0)
        let found = try contents(submodules)
        for token in work.tokens { #expect(found.contains(token), "\(token) after \(steps)") }
    }

    @Test("conflicts are never to be committed as they stand; the other way out is named, too")
    func conflicted() throws {
        let submodules = try Submodules { try $0.commit(["b": "later\n"], message: "later") }
        let place = submodules.place + "/lib"
        try Self.conflict(submodules, place)
        _ = try? submodules.fixture.git(["merge", "topic"], at: place)
        let kept = try #require(try submodules.release()?.kept)
        let here = "git -C \(ShellWord.quote(place))"
        #expect(kept.contains("(to give it up: \(here) merge --abort)"), "\(kept)")
        #expect(
            kept.hasSuffix("if its conflicts are resolved: \(here) add --update && \(here) commit --no-edit"), "\(kept)"
        )
        try Files.write(place + "/a", "both\n")
        try Remedy.follow(kept, in: submodules.fixture)
        #expect(
            try submodules.fixture.git(["rev-list", "--parents", "--max-count=1", "HEAD"], at: place).split(
                separator: " "
            )
            .count == 3)
        #expect(try submodules.fixture.git(["show", "HEAD:a"], at: place) == "both")
    }

    /// Everything that references of the main repositories, and of those that were made, lead to, and files.
    private func contents(_ submodules: Submodules) throws -> String {
        let fixture = submodules.fixture
        let modules = ["/modules/lib", "/modules/lib/modules/inner"].map { fixture.repository + $0 }
        let made = ["-lib.git", "-lib-modules-inner.git"].map { submodules.place + $0 }
        let repositories = [fixture.repository] + modules + made
        var found = ""
        for repository in repositories where Files.exists(repository) {
            let git = ["--git-dir=\(repository)", "--work-tree=\(repository)"]
            let ids = try fixture.git(git + ["rev-list", "--objects", "--no-object-names", "--all"])
            found += try fixture.gitFixture.git(git + ["cat-file", "--batch"], input: ids + "\n")
        }
        return found
            + Files.snapshot(fixture.worktreeRoot).values.map { value in
                let bytes = value.split(separator: "[").last?.dropLast().split(separator: ",").compactMap {
                    UInt8($0.filter { $0 != " " })
                }
                return String(decoding: bytes ?? [], as: UTF8.self)
            }.joined()
    }

    /// Follows what is named until the worktree is gone.
    private func follow(_ kept: String?, _ submodules: Submodules) throws {
        var kept = kept
        for _ in 0..<5 {
            try Remedy.follow(kept, in: submodules.fixture)
            let outcome = try submodules.fixture.command().removeWorktree(submodules.place)
            if outcome.removed { return }
            kept = outcome.kept
        }
        Issue.record("\(kept ?? "")")
    }

    @Test("tags of which nothing is known any more, at a remote that may only be read: nothing is sent to it")
    func clonedTags() throws {
        let submodules = try Submodules { try $0.git(["tag", "-a", "-m", "first", "v1"]) }
        let fixture = submodules.fixture
        try fixture.git(["branch", "x"], at: submodules.lib)
        try fixture.git(["pack-refs", "--all"], at: submodules.lib)
        try fixture.gitFixture.commit(["b": "alone\n"], message: "alone", at: submodules.lib)
        try fixture.git(["tag", "-a", "-m", "mine", "mine"], at: submodules.lib)
        try fixture.git(["add", "lib"], at: submodules.place)
        try fixture.git(["config", "remote.origin.receivepack", "false"], at: submodules.lib)
        let references = try submodules.library.git(["for-each-ref"])
        try follow(try submodules.release()?.kept, submodules)
        #expect(try submodules.library.git(["for-each-ref"]) == references)
        let saved = try fixture.git(
            ["for-each-ref", "--format=%(refname) %(subject)"], at: submodules.place + "-lib.git")
        #expect(saved.contains("refs/tags/v1"))
        #expect(saved.contains("refs/tags/mine"))
        #expect(saved.contains(" alone"))
    }

    @Test(
        "a tag that was moved, where the main checkout's submodule and the remote have it as it was",
        arguments: [true, false])
    func movedTag(inMain: Bool) throws {
        let submodules = try Submodules(inMain: inMain) { try $0.git(["tag", "-a", "-m", "first", "v1"]) }
        let fixture = submodules.fixture
        try fixture.git(["tag", "--force", "-a", "-m", "second", "v1"], at: submodules.lib)
        let id = try fixture.git(["rev-parse", "v1"], at: submodules.lib)
        try follow(try submodules.release()?.kept, submodules)
        let holder = inMain ? fixture.root + "/lib" : submodules.place + "-lib.git"
        #expect(try fixture.git(["for-each-ref", "--format=%(objectname)"], at: holder).contains(id))
        if inMain { #expect(try fixture.git(["tag", "--list", "--format=%(subject)", "v1"], at: holder) == "first") }
    }

    @Test("what helped before helps again", arguments: [true, false])
    func twice(inMain: Bool) throws {
        let submodules = try Submodules(inMain: inMain)
        let fixture = submodules.fixture
        try fixture.git(["remote", "add", "saved", "/nowhere"], at: submodules.lib)
        for subject in ["first", "second"] {
            try fixture.git(["commit", "--quiet", "--allow-empty", "-m", subject], at: submodules.lib)
            try fixture.git(["tag", "--force", "-a", "-m", subject + " tag", "mine"], at: submodules.lib)
            try fixture.git(["add", "lib"], at: submodules.place)
            if subject == "first" {
                try Remedy.follow(try submodules.release()?.kept, in: fixture)
                try Remedy.follow(try fixture.command().removeWorktree(submodules.place).kept, in: fixture)
            }
        }
        try follow(try fixture.command().removeWorktree(submodules.place).kept, submodules)
        let holder = inMain ? fixture.root + "/lib" : submodules.place + "-lib.git"
        let saved = try fixture.git(["for-each-ref", "--format=%(subject)"], at: holder).split(separator: "\n")
        #expect(Set(["second", "first tag", "second tag"]).isSubset(of: saved), "\(saved)")
    }

    @Test(
        "where git speaks its oldest protocol, and where the working tree of a repository is gone",
        arguments: [true, false])
    func oldProtocol(isGone: Bool) throws {
        let submodules = try Submodules(inMain: true)
        let fixture = submodules.fixture
        try fixture.git(["commit", "--quiet", "--allow-empty", "-m", "alone"], at: submodules.lib)
        let commit = try fixture.git(["rev-parse", "HEAD"], at: submodules.lib)
        try fixture.git(["reset", "--quiet", "--hard", "HEAD~1"], at: submodules.lib)
        let twin = fixture.repository + "/modules/lib"
        for repository in [twin, submodules.modules + "/lib"] {
            try fixture.git(["config", "--file", repository + "/config", "protocol.version", "0"])
        }
        if isGone { for place in [submodules.place, fixture.root + "/lib"] { TemporaryDirectory.remove(place) } }
        try follow(try submodules.release()?.kept, submodules)
        let git = ["--git-dir=" + twin, "--work-tree=" + twin]
        #expect(try fixture.git(git + ["branch", "--contains", commit, "--format=%(subject)"]) == "alone")
    }

    @Test("a shallow one", arguments: [true, false])
    func shallow(inMain: Bool) throws {
        let submodules = try Submodules(inMain: inMain, update: ["--depth", "1"]) { library in
            for name in ["b", "c"] { try library.commit([name: "later\n"], message: "later") }
        }
        let fixture = submodules.fixture
        #expect(try fixture.git(["rev-parse", "--is-shallow-repository"], at: submodules.lib) == "true")
        try fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: submodules.lib)
        try fixture.git(["tag", "-a", "-m", "mine", "mine"], at: submodules.lib)
        try fixture.git(["add", "lib"], at: submodules.place)
        try follow(try submodules.release()?.kept, submodules)
        let holder = inMain ? fixture.root + "/lib" : submodules.place + "-lib.git"
        #expect(try fixture.git(["for-each-ref", "--format=%(subject)"], at: holder).contains("mine"))
        #expect(try fixture.git(["log", "--branches", "--format=%s"], at: holder).contains("alone"))
        try fixture.git(["fsck"], at: holder)
    }

    @Test("one without a remote: a repository is made for what it has")
    func withoutRemote() throws {
        let submodules = try Submodules()
        let fixture = submodules.fixture
        try fixture.gitFixture.commit(["new": "token\n"], message: "alone", at: submodules.lib)
        try fixture.git(["tag", "-a", "-m", "mine", "mine"], at: submodules.lib)
        try fixture.git(["add", "lib"], at: submodules.place)
        try fixture.git(["remote", "remove", "origin"], at: submodules.lib)
        var outcome = try #require(try submodules.release())
        for _ in 0..<4 where !outcome.removed {
            try Remedy.follow(outcome.kept, in: fixture)
            outcome = try fixture.command().removeWorktree(submodules.place)
        }
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        #expect(
            try fixture.git(["log", "--all", "--format=%s"], at: submodules.place + "-lib.git").hasPrefix("alone\n"))
    }
}
