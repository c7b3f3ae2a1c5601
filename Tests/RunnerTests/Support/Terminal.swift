import Glibc
import TestSupport

/// An interactive shell in a real terminal, made by a private tmux server.
final class Terminal {
    static let program = "/usr/bin/tmux"
    static var isInstalled: Bool { access(program, X_OK) == 0 }

    private let fixture: RunnerFixture
    private let prompts: Signpost

    init(_ fixture: RunnerFixture) throws {
        self.fixture = fixture
        prompts = try Signpost(fixture.scratch.path + "/prompts")
        // A prompt that tells us.
        try fixture.scratch.write("profile", "PS1='$(echo >\"$STAGE/prompts\")# '\n")
        try tmux(["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-s", "test", "/bin/sh", "-i"])
        try awaitShell()
    }

    deinit { try? tmux(["kill-server"]) }

    /// Waits until the shell has the terminal again. What is typed before, a program that is about to be stopped or
    /// ended may still read.
    func awaitShell() throws { _ = try prompts.next() }

    /// Types a line.
    func type(_ line: String) throws {
        try tmux(["send-keys", "-t", "test", "-l", line])
        try press("Enter")
    }

    /// Presses a key, in tmux's spelling.
    func press(_ key: String) throws { try tmux(["send-keys", "-t", "test", key]) }

    func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-t", "test", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Takes the terminal away, as closing the window does.
    func close() throws { try tmux(["kill-session", "-t", "test"]) }

    private func tmux(_ arguments: [String]) throws {
        let run = try fixture.run(
            Self.program, ["-S", fixture.scratch.path + "/tmux"] + arguments,
            environment: ["ENV": fixture.scratch.path + "/profile"])
        guard run.ending == .exit(0) else { throw TestFailure("tmux \(arguments): \(run.errors)") }
    }
}
