import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import Coordinator

/// One random sequence of what users and we do with one repository.
///
/// The model is one sentence: whatever can be found (in a file of a worktree or of the trash, or by a reference, HEAD,
/// index or reflog) before something that *we* do, can be found after it. What users do may lose what it likes.
final class ModelRun {
    struct Violation: Error, CustomStringConvertible {
        let description: String
    }

    let fixture: CoordinatorFixture
    var random: SplitMix64
    private(set) var log: [String] = []
    private var claudes: Int32 = 0
    private var commands: Int32 = 5_000_000
    private var contents = 0
    /// Living claudes by number, with where they work.
    var living: [Int32: String] = [:]
    /// Conversations that took place, by Claude session id.
    private var talks: [String] = []

    init(seed: UInt64) throws {
        fixture = try CoordinatorFixture()
        random = SplitMix64(seed: seed)
        try fixture.gitFixture.commit(
            ["a": "a of main\n", "dir/b": "b of main\n", ".gitignore": "*.log\n"], message: "files")
    }

    func run(steps: Int) throws {
        for _ in 0..<steps {
            if Int.random(in: 0..<10, using: &random) < 6 { userActs() } else { try weAct() }
        }
        try end()
    }

    /// Everybody goes; everything must still be there, and come back.
    private func end() throws {
        for number in living.keys.sorted() { fixture.kill(fixture.claude(number)) }
        living = [:]
        try ours("cleanup at the end") { _ = try command().cleanup() }
        try emptyTrash()
        try ours("gc at the end") { try fixture.git(["gc", "--quiet", "--prune=now"]) }
        for (number, rescue) in try command().rescues().enumerated() {
            let place = fixture.gitFixture.directory.appending("back/\(number)")
            try ours("restore \(rescue.id)") { _ = try command().restoreRescue(rescue.id, to: place) }
        }
        let complaints = try fixture.fsck
        if complaints != "" { throw Violation(description: "fsck: \(complaints)") }
    }

    // MARK: What users do

    private func userActs() {
        guard let place = places().randomElement(using: &random) else { return }
        let acts: [(String, () -> Void)] = [
            ("edit", { self.edit(place) }), ("edit", { self.edit(place) }), ("edit", { self.edit(place) }),
            ("delete", { unlink(place + "/" + self.name()) }),
            ("stage", { self.git(["add", "--all"], place) }),
            ("commit", { self.git(["commit", "--quiet", "--all", "--message", "work"], place) }),
            ("commit", { self.git(["commit", "--quiet", "--all", "--message", "work"], place) }),
            ("amend", { self.git(["commit", "--quiet", "--amend", "--all", "--message", "better"], place) }),
            ("detach", { self.git(["switch", "--quiet", "--detach"], place) }),
            ("switch", { self.git(["switch", "--quiet", "-c", "mine-\(self.number(1_000))"], place) }),
            ("stash", { self.git(["stash", "push", "--quiet", "--include-untracked"], place) }),
            ("unstash", { self.git(["stash", "pop", "--quiet"], place) }),
            ("rebase", { self.git(["rebase", "--quiet", "main"], place) }),
            ("merge", { self.git(["merge", "--quiet", "main"], place) }),
            ("reset", { self.git(["reset", "--quiet", "--hard", "HEAD~1"], place) }),
            ("flag", { self.git(["update-index", "--assume-unchanged", "a"], place) }),
            ("nested", { self.nest(place) }),
            ("log", { try? Files.write(place + "/x.log", self.content()) }),
        ]
        guard let act = acts.randomElement(using: &random) else { return }
        log.append("\(act.0) in \(short(place))")
        act.1()
    }

    private func edit(_ place: String) {
        try? Files.write(place + "/" + name(), content())
    }

    private func nest(_ place: String) {
        guard number(4) == 0, place != fixture.root else { return }
        git(["init", "--quiet", place + "/inner"], place)
        try? Files.write(place + "/inner/file", content())
    }

    private func git(_ arguments: [String], _ place: String) { _ = try? fixture.git(arguments, at: place) }

    private func name() -> String { ["a", "dir/b", "new", "dir/deep/new", "c ü"].randomElement(using: &random) ?? "a" }

    private func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private func content() -> String {
        contents += 1
        return "content \(contents)\n"
    }

    private func places() -> [String] {
        // By name, which is by age: git lists them in the order of a directory.
        let all = (try? fixture.listedWorktrees) ?? []
        return all.filter { Files.exists($0 + "/.git") }.sorted()
    }

    private func short(_ place: String) -> String { place.split(separator: "/").last.map(String.init) ?? place }

    // MARK: What we do

    private func weAct() throws {
        let acts: [() throws -> Void] = [
            start, start, start, resume, release, release, release, releaseWhileWritten, killedCommand, killedCommand,
            die, cleanup, emptyTrash, restoreTrash, restoreRescue, removeByName, collect, deleteByHand, talk,
        ]
        try acts.randomElement(using: &random)?()
    }

    private func start() throws { try start(.new) }

    private func resume() throws {
        guard let talk = talks.randomElement(using: &random) else { return }
        try start(.resume(talk))
    }

    private func start(_ conversation: RegisterRequest.Conversation) throws {
        guard living.count < 5 else { return }
        claudes += 1
        let number = claudes
        let directory = places().randomElement(using: &random) ?? fixture.root
        try ours("start \(number) in \(short(directory)), \(conversation)") {
            let registration = try command().register(
                RegisterRequest(directory: directory, process: fixture.claude(number), conversation: conversation))
            living[number] = registration.session.worktreePath
        }
    }

    private func talk() throws {
        guard let (number, place) = living.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else { return }
        let id = "talk-\(talks.count)"
        try ours("talk \(id) of \(number)") {
            _ = try command().sessionStarted(
                ClaudeNotice(
                    process: fixture.claude(number), claudeSessionID: id, directory: place, name: nil))
        }
        talks.append(id)
    }

    private func release() throws { try release(late: nil) }

    /// Somebody writes at a point in the middle.
    private func releaseWhileWritten() throws {
        let points = [
            "remove.taken", "remove.rescued", "remove.moved", "remove.verified", "remove.forgotten", "release.removed",
        ]
        try release(late: points.randomElement(using: &random))
    }

    private func release(late point: String?) throws {
        guard let (number, place) = living.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else { return }
        living[number] = nil
        let late = content()
        let written = Mutex(false)
        let path = place + "/late \(contents)"
        try ours(
            "release \(number) of \(short(place)), written at \(point ?? "no point")", also: point == nil ? [] : [late]
        ) {
            fixture.kill(fixture.claude(number))
            let command = try command { reached in
                guard reached == point,
                    written.withLock({
                        let was = $0
                        $0 = true
                        return !was
                    })
                else { return }
                try? Files.write(path, late)
            }
            _ = try command.release(.pid(fixture.claude(number).pid), reason: "model")
            if !written.withLock({ $0 }), point != nil { try? Files.write(path, late) }
        }
    }

    /// A command in a process of its own, killed at a random point; the next command repairs.
    private func killedCommand() throws {
        guard let (number, place) = living.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else { return }
        let points = [
            "register.decided", "create.added", "create.filled", "create.furnished", "remove.taken", "remove.rescued",
            "remove.moved", "remove.verified", "remove.forgotten", "remove.branch", "release.removed",
        ]
        let point = points.randomElement(using: &random) ?? ""
        let session = try command().session(.pid(fixture.claude(number).pid))
        let registers = point.hasPrefix("register") || point.hasPrefix("create")
        try ours("killed at \(point), \(number) of \(short(place))") {
            if registers {
                claudes += 1
                let process = "\(fixture.claude(claudes).pid)"
                _ = try Victim(fixture).run(["register", fixture.root, process], killAt: point, dead: dead)
                fixture.kill(fixture.claude(claudes))
            } else if let session {
                living[number] = nil
                fixture.kill(fixture.claude(number))
                _ = try Victim(fixture).run(["release", session.id], killAt: point, dead: dead)
            }
        }
        if number % 2 == 0 { try cleanup() }
    }

    /// The pids that count as dead in other processes.
    private var dead: [Int32] {
        (1...max(1, claudes)).filter { living[$0] == nil }.map { fixture.claude($0).pid }
    }

    private func die() throws {
        guard let number = living.keys.sorted().randomElement(using: &random) else { return }
        log.append("claude \(number) dies")
        living[number] = nil
        fixture.kill(fixture.claude(number))
    }

    private func cleanup() throws {
        try ours("cleanup") {
            let result = try command().cleanup()
            if let failure = result.failures.first { throw Violation(description: "cleanup: \(failure)") }
        }
    }

    /// Only ignored files may go with it: everything else is in a rescue.
    private func emptyTrash() throws {
        try ours("empty trash", ignored: false) {
            try command().emptyTrash(olderThanDays: 0)
        }
    }

    private func restoreTrash() throws {
        guard let entry = try command().trash().randomElement(using: &random) else { return }
        try ours("restore trash \(entry.id)", mayFail: [.pathExists, .worktreeInUse]) {
            _ = try command().restoreTrash(entry.id)
        }
    }

    private func restoreRescue() throws {
        guard let rescue = try command().rescues().randomElement(using: &random) else { return }
        try ours("restore rescue \(rescue.id)", mayFail: [.pathExists, .worktreeInUse]) {
            _ = try command().restoreRescue(rescue.id, to: nil)
        }
    }

    private func removeByName() throws {
        guard let worktree = try command().worktrees().randomElement(using: &random) else { return }
        try ours("remove \(worktree.id)", mayFail: [.worktreeInUse]) { _ = try command().removeWorktree(worktree.id) }
    }

    private func collect() throws {
        try ours("gc") { try fixture.git(["gc", "--quiet", "--prune=now"]) }
    }

    /// A user's act, but rare.
    private func deleteByHand() throws {
        guard number(3) == 0, let place = places().filter({ $0 != fixture.root }).randomElement(using: &random) else {
            return
        }
        log.append("rm -rf \(short(place))")
        TemporaryDirectory.remove(place)
    }

    private func command(reach: @escaping @Sendable (String) -> Void = { _ in }) throws -> Coordinator {
        commands += 1
        // Nothing in the trash ever gets too old here.
        return try fixture.command(commands, overrides: ["worktree.trashDays": "36500"], reach: reach)
    }

    /// Does something of ours and looks whether anything is missing afterwards.
    private func ours(
        _ what: String, mayFail codes: [ParallelError.Code] = [], also wanted: [String] = [], ignored: Bool = true,
        _ body: () throws -> Void
    ) throws {
        log.append(what)
        let before = try FindableContent(fixture, ignored: ignored)
        do {
            try body()
        } catch let error as ParallelError where codes.contains(error.code) {
            log.append("refused: \(error)")
        }
        fixture.kill(command: commands)
        let missing = try FindableContent(fixture).missing(before.contents.union(wanted))
        if !missing.isEmpty { throw Violation(description: "lost by \(what): \(missing)") }
    }
}
