import Glibc
import HookCore
import TestSupport
import Testing

@testable import Exec

/// The one spawner: streams, statuses, limits.
@Suite struct SpawnerTests {
    private let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "NAME": "va lue"]

    private func shell(_ script: String) -> Command {
        Command("/bin/sh", arguments: ["-c", script], environment: environment)
    }

    @Test("output, error output and status are what the child gave")
    func streams() throws {
        let result = try Spawner.run(shell("echo out; echo err >&2; exit 7"))
        #expect(result.text == "out\n")
        #expect(result.errorText == "err")
        #expect(result.status == .exited(7))
        #expect(result.status.shellCode == 7)
        #expect(!result.timedOut)
    }

    @Test("a signal is a status of its own")
    func signaled() throws {
        let result = try Spawner.run(shell("kill -TERM $$"))
        #expect(result.status == .signaled(SIGTERM))
        #expect(result.status.shellCode == 143)
    }

    @Test("arguments and environment pass unharmed, and nothing else is inherited")
    func arguments() throws {
        var command = Command("env", arguments: ["-0"], environment: environment)
        #expect(
            try Spawner.run(command).text.split(separator: "\0").sorted() == [
                "NAME=va lue", "PATH=/usr/local/bin:/usr/bin:/bin",
            ])
        command = Command("printf", arguments: ["%s|", "", "a b", "line\nbreak", "'\"$x"], environment: environment)
        #expect(try Spawner.run(command).text == "|a b|line\nbreak|'\"$x|")
    }

    @Test("more than a pipe holds goes both ways at once")
    func largeStreams() throws {
        var command = Command("cat", environment: environment)
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        command.input = .bytes(bytes)
        #expect(try Spawner.run(command).output == bytes)
    }

    @Test("a child that does not read its input is no failure")
    func ignoredInput() throws {
        var command = Command("true", environment: environment)
        command.input = .bytes([UInt8](repeating: 0, count: 1_000_000))
        #expect(try Spawner.run(command).status.isSuccess)
    }

    @Test("the working directory is the child's alone")
    func directory() throws {
        let folder = TemporaryDirectory()
        let result = try Spawner.run(
            Command("pwd", arguments: ["-P"], environment: environment, directory: folder.path))
        #expect(result.text == folder.path + "\n")
    }

    @Test("a working directory that is gone is named, not the program")
    func missingDirectory() {
        let command = Command(
            "/bin/sh", arguments: ["-c", "true"], environment: environment, directory: "/nonexistent/here")
        let error = #expect(throws: ParallelError.self) { try Spawner.run(command) }
        #expect(error?.code == .cannotSpawn)
        #expect(error?.subject == "/nonexistent/here")
    }

    @Test("a grandchild that keeps the pipe open is not waited for")
    func grandchild() throws {
        let result = try Spawner.run(shell("sleep 1000 & echo $!"))
        let pid = try #require(pid_t(result.text.dropLast()))
        #expect(kill(pid, SIGKILL) == 0)
    }

    @Test("a time limit ends the child, also one that ignores SIGTERM")
    func timeLimit() throws {
        var command = shell("trap '' TERM; echo begun; while :; do read line; done < /dev/zero")
        command.timeoutMilliseconds = 100
        let result = try Spawner.run(command)
        #expect(result.timedOut)
        #expect(result.status == .signaled(SIGKILL))
        #expect(result.text == "begun\n")
    }

    @Test("a child that says more than it may is ended, and keeps no memory")
    func tooLong() throws {
        var command = shell("while :; do echo line; done")
        command.mostOutput = 1_000_000
        let result = try Spawner.run(command)
        #expect(result.isTooLong)
        #expect(!result.timedOut)
        #expect(!result.status.isSuccess)
        #expect(result.output.count < 1_200_000)
        command.mostOutput = 5
        command.arguments = ["-c", "echo line"]
        #expect(try !Spawner.run(command).isTooLong)
    }

    @Test("a child's errors are kept up to the limit, whatever it says beside them")
    func tooManyErrors() throws {
        var command = shell("head -c 3000000 /dev/zero >&2; echo line")
        command.mostOutput = 1_000_000
        let result = try Spawner.run(command)
        #expect(result.text == "line\n")
        #expect(result.status.isSuccess)
        #expect(result.errorOutput.count < 1_200_000)
    }

    @Test("the end of a child is seen where the system gives no descriptor for it", .timeLimit(.minutes(1)))
    func withoutDescriptor() throws {
        let command = shell("echo out; exec sleep 0.1")
        let pipes = try ChildPipes(command)
        let pid = try Spawner.start(command, pipes: pipes)
        pipes.closeChildEnds()
        var pump = StreamPump(pipes: pipes, command: command)
        let end = pump.run(pid: pid, until: ChildEnd(of: pid, descriptor: -1))
        #expect(end == .closed)
        #expect(pump.output == Array("out\n".utf8))
        var status: Int32 = 0
        #expect(waitpid(pid, &status, WNOHANG) == pid)
    }

    @Test("a program that answers questions is ended, also one that ignores SIGTERM", .timeLimit(.minutes(1)))
    func stubbornCoprocess() throws {
        let script = "trap '' TERM; echo $$; exec sleep 600"
        var coprocess: Coprocess? = try Coprocess(shell(script))
        let pid = try #require(try coprocess.flatMap { pid_t(String(decoding: try $0.readLine(), as: UTF8.self)) })
        coprocess = nil
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
    }

    @Test(
        "a missing program, directory or interpreter is an error that names it",
        arguments: [
            "no-such-program-anywhere", "/no/such/path", "/etc/passwd", "/",
        ])
    func missing(program: String) throws {
        let error = #expect(throws: ParallelError.self) {
            try Spawner.run(Command(program, environment: environment))
        }
        #expect(error?.code == .cannotSpawn)
        #expect(error?.subject == program)
    }

    @Test("no descriptor of ours reaches the child")
    func descriptors() throws {
        let leak = open("/dev/null", O_RDONLY)
        defer { close(leak) }
        let result = try Spawner.run(shell("ls /proc/self/fd | wc -l"))
        // 0, 1, 2 and the one with which ls reads the folder.
        #expect(result.text.split(separator: "\n").first?.split(separator: " ").first == "4")
    }

    @Test("names are found on PATH as a shell finds them")
    func search() throws {
        let folder = TemporaryDirectory()
        try Files.writeProgram(folder.appending("tool"), "#!/bin/sh\necho found\n")
        try Files.write(folder.appending("plain"), "", mode: 0o644)
        #expect(Executables.find("tool", searchPath: "/nowhere:\(folder.path)") == folder.appending("tool"))
        #expect(Executables.find("plain", searchPath: folder.path) == nil)
        #expect(Executables.find("sh", searchPath: nil) != nil)
    }
}
