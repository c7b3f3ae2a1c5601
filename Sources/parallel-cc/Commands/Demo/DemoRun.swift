internal import CommandLineKit
internal import Exec
internal import Glibc
internal import HookCore
internal import JSON
internal import Wiring

/// The demonstration, step by step. Every promise is checked; one that does not hold is thrown.
struct DemoRun {
    let folder: DemoFolder

    /// The state of a worktree as its user sees it.
    private struct Work: Equatable {
        let story: String?
        let idea: String?
        let staged: String
        let status: String
    }

    func tell() throws(ParallelError) {
        say("A scratch repository with one commit: \(folder.repository)")
        step("Two terminals, one repository: claude is started in both.")
        let first = try DemoSession("first", on: folder)
        defer { finish(first) }
        let main = try first.waitUntilReady()
        try promise(main.directory.isSame(as: folder.repository), what: "the first session works in the main checkout")
        say("The first session works where it was started, in the main checkout.")
        let second = try DemoSession("second", on: folder)
        defer { finish(second) }
        let other = try second.waitUntilReady()
        try promise(
            !other.directory.isSame(as: folder.repository), what: "the second session gets a worktree of its own")
        say("The second one is told:")
        show(second.output)
        step("Both can be seen.")
        try showCommand(["status"])
        let work = try readWork(at: other.directory)
        try promise(work.status.contains("notes/"), what: "the second session has uncommitted work")
        try killSecond(second, of: other.pid)
        let rescue = try findRescue(of: other.directory)
        try restore(rescue, as: work, at: other.directory)
        try end(first, second: other.directory)
    }

    private func killSecond(_ session: DemoSession, of pid: pid_t) throws(ParallelError) {
        step("The second session has changed files and committed nothing. Its claude is killed with -9.")
        kill(pid, SIGKILL)
        let status = try session.waitForEnd()
        try promise(status == .signaled(SIGKILL), what: "the wrapper ends exactly as claude did")
        show(session.output.suffix(2))
    }

    private func findRescue(of directory: String) throws(ParallelError) -> String {
        try promise(access(directory, F_OK) != 0, what: "the worktree of the ended session is gone")
        let answer = try folder.parallel(["rescue", "list", "--json"])
        let rescues = try JSONDocument(Array(answer.utf8), name: "rescue list").value(at: ["rescues"])?.elements ?? []
        guard rescues.count == 1, let id = rescues[0]["id"]?.string else {
            throw DemoFolder.failure("there should be one rescue, there are \(rescues.count)")
        }
        say("Its worktree is gone, its work is not: tracked, staged and new files are in a commit of git's.")
        try showCommand(["rescue", "show", id])
        return id
    }

    private func restore(_ rescue: String, as work: Work, at directory: String) throws(ParallelError) {
        step("It is brought back.")
        try showCommand(["rescue", "restore", rescue])
        try promise(try readWork(at: directory) == work, what: "every file, and what was staged, is as it was")
        say("Every file, and what was staged, is as it was.")
    }

    private func end(_ first: DemoSession, second directory: String) throws(ParallelError) {
        step("The first session ends as usual.")
        first.letGo()
        let status = try first.waitForEnd()
        try promise(status == .exited(0), what: "the first session ends with claude's status")
        let changes = try folder.git(["status", "--porcelain"])
        let story = folder.read(folder.repository + "/story.txt")
        try promise(changes.isEmpty && story == "Once upon a time\n", what: "the main checkout was never touched")
        say("All the while nobody touched its checkout.")
        _ = try folder.parallel(["worktree", "remove", directory])
        say("The scratch repository is deleted. To start: claude, with alias claude=claude-parallel")
    }

    private func readWork(at directory: String) throws(ParallelError) -> Work {
        Work(
            story: folder.read(directory + "/story.txt"), idea: folder.read(directory + "/notes/new idea.txt"),
            staged: try folder.git(["diff", "--cached"], at: directory),
            status: try folder.git(["status", "--porcelain"], at: directory))
    }

    /// Ends a session on every way out: a stand-in that still waits must not be left behind.
    private func finish(_ session: DemoSession) {
        session.letGo()
        _ = try? session.waitForEnd()
    }

    private func promise(_ holds: Bool, what: String) throws(ParallelError) {
        if !holds { throw DemoFolder.failure("this does not hold: \(what)") }
    }

    // MARK: - Narration

    private func step(_ text: String) { Printer.answer("\n" + Printer.style.apply(.bold, to: text)) }

    private func say(_ text: String) { Printer.answer(text) }

    private func show(_ lines: some Sequence<String>) {
        for line in lines { Printer.answer("    " + line) }
    }

    private func showCommand(_ arguments: [String]) throws(ParallelError) {
        Printer.answer(Printer.style.apply(.cyan, to: "$ parallel-cc " + arguments.joined(separator: " ")))
        show(try folder.parallel(arguments).split(separator: "\n").map(String.init))
    }
}
