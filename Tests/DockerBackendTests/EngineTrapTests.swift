import BackendConformance
import Files
import Glibc
import HTTPClient
import HookCore
import JSON
import Sandbox
import TestSupport
import Testing

@testable import DockerBackend

/// What dockerd does that nobody would expect.
@Suite(.enabled(if: TestEngine.isPossible, TestEngine.isMissing))
struct EngineTrapTests {
    private let backend: DockerBackend
    private let tester: SandboxTester

    init() throws {
        backend = try TestEngine.backend()
        tester = SandboxTester(backend, image: TestEngine.image)
    }

    private func with(_ limits: DockerBackend.CopyLimits) throws -> DockerBackend {
        try DockerBackend(TestEngine.endpoint(), copyLimits: limits)
    }

    @Test func `the container is what was asked for, and closed`() throws {
        var specification = tester.specification("exit 0")
        specification.limits = .init(cpus: 0.5, memory: 64 << 20, processes: 20)
        specification.temporary = ["/tmp": 1 << 20]
        let id = try tester.create(specification)
        defer { try? backend.remove(id) }
        let answer = try #require(try backend.engine.call(.get, "/containers/\(id)/json"))
        let host = try #require(answer["HostConfig"])
        #expect(host["ReadonlyRootfs"] == true)
        #expect(host["Init"] == true)
        #expect(host["CapDrop"] == ["ALL"])
        #expect(host["SecurityOpt"] == ["no-new-privileges"])
        #expect(host["Privileged"] == false)
        #expect(host["Memory"] == 67_108_864)
        #expect(host["MemorySwap"] == 67_108_864)
        #expect(host["NanoCpus"] == 500_000_000)
        #expect(host["PidsLimit"] == 20)
        #expect(host["AutoRemove"] == false)
        #expect(host["RestartPolicy"]?["Name"] == "no")
        #expect(host["NetworkMode"] == "none")
        #expect(host["Tmpfs"]?["/tmp"] == "rw,exec,nosuid,nodev,size=1048576,uid=10001,gid=10001,mode=0700")
        #expect(answer["Config"]?["User"] == "10001:10001")
        #expect(answer["Config"]?["StopSignal"] == "SIGTERM")
    }

    @Test func `nothing is left of a sandbox that was removed, or could not be made`() throws {
        let specification = tester.specification("exit 0")
        let volumes = { () throws in
            let filter = #"{"label":["parallel-cc.sandbox=\#(specification.name)"]}"#
            return try backend.engine.call(.get, "/volumes", query: [("filters", filter)])?["Volumes"]?.elements?.count
                ?? 0
        }
        let id = try tester.create(specification)
        #expect(try volumes() == 1)
        #expect(tester.code { _ = try tester.create(specification) } == .sandboxExists)
        #expect(try volumes() == 1)
        #expect(try backend.list(label: "parallel-cc.test=\(specification.name)").count == 1)
        try backend.remove(id)
        #expect(try volumes() == 0)
        var other = specification
        other.directory = "not/absolute"
        #expect(tester.code { _ = try tester.create(other) } != nil)
        #expect(try volumes() == 0)
        #expect(try backend.list(label: "parallel-cc.test=\(specification.name)").isEmpty)
    }

    @Test func `a start that fails has an exit code, and is no end`() throws {
        let file = tester.directory.appending("file")
        try FileWriter.replace(file, with: [], mode: 0o644)
        var specification = tester.specification("exit 0")
        specification.mounts = [.init(source: file, target: "/proc/none/file")]
        let id = try tester.create(specification)
        defer { try? backend.remove(id) }
        #expect(tester.code { try backend.start(id) } == .cannotStart)
        let status = try backend.waitForEnd(id)
        #expect(status.state == .failedToStart)
        #expect(status.exitStatus == nil)
        #expect(try backend.status(id) == status)
    }

    @Test func `a file that becomes shorter while it is copied makes the copy fail, never a short one`() throws {
        let id = try tester.start(
            "while :; do head -c 20000000 /dev/zero >/work/file; touch /work/ready; : >/work/file; done")
        defer { try? backend.remove(id) }
        try tester.wait(for: "/work/ready", in: id)
        let folder = tester.directory.appending("out")
        var incomplete = 0
        for _ in 0..<60 where incomplete == 0 {
            let code = tester.code { try backend.copyOut("/work", of: id, into: folder) }
            if code == .copyIncomplete {
                incomplete += 1
                #expect(DirectoryNames.list(folder).isEmpty)
            } else {
                #expect(code == nil)
                TemporaryDirectory.remove(folder + "/work")
            }
        }
        #expect(incomplete == 1)
    }

    @Test func `while a copy is made the status is told at once, and a stop ends the copy`() throws {
        let id = try tester.start("trap 'exit 3' TERM; truncate -s 20G /work/large; while :; do sleep 0.1; done")
        defer { try? backend.remove(id) }
        try tester.wait(for: "/work/large", in: id)
        let (backend, folder) = (backend, tester.directory.appending("out"))
        let copy = Background { try backend.copyOut("/work/large", of: id, into: folder) }
        usleep(300_000)
        let start = MonotonicClock.milliseconds()
        #expect(try backend.status(id)?.state == .running)
        #expect(MonotonicClock.milliseconds() - start < 1_500)
        try backend.stop(id, seconds: 10)
        #expect(MonotonicClock.milliseconds() - start < 10_000)
        #expect(tester.code { try copy.value() } == .copyIncomplete)
        #expect(DirectoryNames.list(folder).isEmpty)
        #expect(try backend.waitForEnd(id).exitStatus == 3)
    }

    @Test func `a copy takes no more time and room than it may`() throws {
        let id = try tester.start("truncate -s 20G /work/large; exit 0")
        defer { try? backend.remove(id) }
        _ = try backend.waitForEnd(id)
        let folder = tester.directory.appending("out")
        let narrow = try with(.init(bytes: 1 << 20))
        #expect(tester.code { try narrow.copyOut("/work/large", of: id, into: folder) } == .copyRefused)
        let short = try with(.init(seconds: 1))
        #expect(tester.code { try short.copyOut("/work/large", of: id, into: folder) } == .copyIncomplete)
        #expect(DirectoryNames.list(folder).isEmpty)
    }

    @Test func `a cancelled wait leaves the program alone`() throws {
        let id = try tester.start("sleep 60")
        defer { try? backend.remove(id) }
        let start = MonotonicClock.milliseconds()
        let impatient = try DockerBackend(TestEngine.endpoint()) {
            MonotonicClock.milliseconds() > start + 1_500
        }
        #expect(tester.code { _ = try impatient.waitForEnd(id) } == .cancelled)
        #expect(try backend.status(id)?.state == .running)
    }
}
