import HookCore
import JSON
import Sandbox
import Testing

@testable import DockerBackend

/// Limits that an engine would ignore without a word.
@Suite struct EngineLimitsTests {
    private func refused(_ info: JSONValue) -> [String] {
        let limits: [(String, SandboxSpecification.Limits)] = [
            ("memory", .init(memory: 1 << 30)), ("processes", .init(processes: 10)), ("cpus", .init(cpus: 1)),
            ("none", .init()),
        ]
        return limits.compactMap { name, limit in
            var sandbox = SandboxSpecification(name: "x", image: "x", command: ["x"])
            sandbox.limits = limit
            do throws(ParallelError) {
                try EngineLimits(info).check(sandbox)
                return nil
            } catch {
                return error.code == .limitUnsupported ? name : "\(error)"
            }
        }
    }

    private let usual: [JSONValue.Member] = [
        .init("MemoryLimit", value: true), .init("PidsLimit", value: true), .init("CpuCfsQuota", value: true),
        .init("CpuCfsPeriod", value: true), .init("CgroupDriver", value: "cgroupfs"),
    ]

    @Test func `an engine of root keeps all`() {
        #expect(refused(.object(usual + [.init("CgroupVersion", value: "1")])).isEmpty)
        // An older one does not tell the version.
        #expect(refused(.object(usual)).isEmpty)
    }

    @Test func `one of an ordinary user keeps none with control groups of version 1`() {
        let rootless: JSONValue.Member = .init(
            "SecurityOptions", value: ["name=seccomp,profile=default", "name=rootless"])
        let all = ["memory", "processes", "cpus"]
        #expect(refused(.object(usual + [rootless, .init("CgroupVersion", value: "1")])) == all)
        #expect(refused(.object(usual + [rootless, .init("CgroupVersion", value: "2")])).isEmpty)
        #expect(refused(.object(usual + [rootless, .init("CgroupDriver", value: "none")])) == all)
    }

    @Test func `what it says that it cannot is refused`() {
        #expect(refused(.object(usual + [.init("PidsLimit", value: false)])) == ["processes"])
        #expect(refused(.object(usual + [.init("MemoryLimit", value: false)])) == ["memory"])
        #expect(refused(.object(usual + [.init("CpuCfsQuota", value: false)])) == ["cpus"])
    }
}
