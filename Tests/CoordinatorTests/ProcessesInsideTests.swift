import CoordinatorFixtures
import Dispatch
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Who counts as living in a directory.
@Suite struct ProcessesInsideTests {
    private let directory: TemporaryDirectory

    init() { directory = TemporaryDirectory() }

    @Test("a process that we are just starting does not count, though it has our files open")
    func ownFork() throws {
        let held = directory.appending("held")
        try Files.write(held, "x")
        let descriptor = open(held, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        let place = directory.path
        nonisolated(unsafe) var found: Set<String> = []
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            for _ in 0..<300 {
                if part == 0 {
                    _ = try? Spawner.run(Command("/bin/true", arguments: [], environment: [:]))
                } else if let first = ProcessesInside(place, since: .now()).first {
                    found.insert(first)
                }
            }
        }
        #expect(found.isEmpty)
    }

    private static let environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]

    /// Whether we may make mounts of our own, in a namespace of our own.
    static let mayMount =
        (try? Spawner.run(Command("/usr/bin/unshare", arguments: ["-m", "/bin/true"], environment: environment)))?
        .status.isSuccess
        == true

    /// A process that is at its place; it ends with the value.
    private func started(_ program: String, _ arguments: [String]) throws -> Coprocess {
        let process = try Coprocess(Command(program, arguments: arguments, environment: Self.environment))
        #expect(try process.readLine() == Array("there".utf8))
        return process
    }

    @Test(
        "a process counts that sees the directory at another path, through a mount in a namespace of its own",
        .enabled(if: mayMount),
        arguments: [
            "mount --bind $W $T/other; cd $T/other", "mount --bind $W/inner $T/other; cd $T/other",
            "mount --bind $T $T/other; cd $T/other/worktree/inner", "mount --bind $W $T/other; exec 3>$T/other/log",
            ": >$W/log; : >$T/file; mount --bind $W/log $T/file; exec 3>$T/file",
            "mount --bind $W /mnt; cd /mnt; pivot_root . inner; cd /",
        ])
    func otherPath(script: String) throws {
        let worktree = directory.appending("worktree")
        for name in ["worktree/inner", "other", "beside"] { Files.makeDirectories(directory.appending(name)) }
        let words = "T=\(directory.path)\nW=\(worktree)\nmount --make-rprivate /\n"
        let script = words + script + "\necho there\nread line"
        let since = Timestamp.now()
        let process = try started("/usr/bin/unshare", ["-m", "/bin/sh", "-ec", script])
        withExtendedLifetime(process) {
            #expect(ProcessesInside(worktree, since: since).first != nil)
            #expect(ProcessesInside(worktree, since: since, extent: .places).first != nil)
            #expect(ProcessesInside(directory.appending("beside"), since: .now()).first == nil)
        }
    }

    @Test("a thread that has a working directory of its own counts")
    func thread() throws {
        let script = """
            import ctypes, os, sys, threading
            def work():
                ctypes.CDLL(None).unshare(0x200)
                os.chdir(sys.argv[1])
                print("there", flush=True)
                threading.Event().wait()
            threading.Thread(target=work, daemon=True).start()
            sys.stdin.read()
            """
        let since = Timestamp.now()
        let process = try started("/usr/bin/python3", ["-c", script, directory.path])
        withExtendedLifetime(process) { #expect(ProcessesInside(directory.path, since: since).first != nil) }
    }

    @Test("the kernel counts where it has a file as a disk", .enabled(if: mayMount))
    func disk() throws {
        let image = directory.appending("image")
        try Files.write(image, String(repeating: " ", count: 1 << 16))
        let answer = try Spawner.run(
            Command("/usr/sbin/losetup", arguments: ["--find", "--show", image], environment: Self.environment))
        guard answer.status.isSuccess else { return }
        let device = answer.text.split(separator: "\n").joined()
        let detach = Command("/usr/sbin/losetup", arguments: ["--detach", device], environment: Self.environment)
        defer { _ = try? Spawner.run(detach) }
        #expect(ProcessesInside(directory.path, since: .now()).first == device)
    }

    @Test("a git of ours that looks at the files for long is nobody who lives there")
    func slowLook() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let folder = fixture.gitFixture.directory.appending("bin")
        let path = try #require(fixture.gitFixture.environment["PATH"])
        // It stays longer than the grace that processes get which outlive claude.
        try Files.writeProgram(
            folder + "/git",
            """
            #!/bin/sh
            case "$*" in *status*) cd '\(session.directory)' && : >'\(folder)/there' && /bin/sleep 1.5 ;; esac
            PATH='\(path)' exec git "$@"
            """)
        // One who lives there until git does, so that the first look finds somebody.
        let script = "echo there; while [ ! -e '\(folder)/there' ]; do /bin/sleep 0.01; done"
        let before = try Coprocess(
            Command("/bin/sh", arguments: ["-c", script], environment: [:], directory: session.directory))
        #expect(try before.readLine() == Array("there".utf8))
        var context = fixture.context()
        context.environment["PATH"] = folder + ":" + path
        let outcome = try #require(
            try Coordinator(context).release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        withExtendedLifetime(before) {}
    }

    @Test("one that is in the trash for a moment: what it writes there is saved, and the worktree goes")
    func visitor() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        nonisolated(unsafe) var visitor: Child?
        let command = try fixture.command { point in
            guard let trash = try? fixture.command().worktrees().first?.trashPath else { return }
            if point == "remove.moved" { visitor = try? Child(["sleep", "100"], directory: trash) }
            if point == "remove.visited" {
                try? Files.write(trash + "/late", "late\n")
                visitor?.end()
                visitor = nil
            }
        }
        let outcome = try #require(try command.release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        let rescue = try fixture.command().rescue(try #require(outcome.rescue))
        #expect(try fixture.git(["show", "\(rescue.commit):late"]) == "late")
    }
}
