import Glibc
import Testing

@testable import HookCore

@Suite struct ProcessIdentityTests {
    private let fields = "S 41 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456789 1000 2"

    @Test(arguments: ["sh", "a b", "x) S 1 (y", "((()))", "new\nline", ""])
    func theCommandNameMayHoldAnything(_ name: String) {
        let stat = ProcessStat.parse(Array("12 (\(name)) \(fields)".utf8))
        #expect(stat == ProcessStat(state: UInt8(ascii: "S"), parent: 41, startTime: 123_456_789))
    }

    @Test(arguments: [
        "", ")", "12 (sh", "12 (sh) S", "12 (sh) S 41 7 7 0", "12 (sh) S x 7 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 9 1",
        "12 (sh) S 41 7 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 99999999999999999999999 1",
    ]) func brokenTextIsNoProcess(_ text: String) {
        #expect(ProcessStat.parse(Array(text.utf8)) == nil)
    }

    @Test func `what a time namespace adds is read`() {
        let text = "monotonic   -86400 999999999\nboottime        0         1\nother 1 1\n"
        let offsets = TimeOffsets.parse(Array(text.utf8))
        #expect(offsets == TimeOffsets(monotonic: -86_400_000 + 999, changesBootTime: true))
        #expect(TimeOffsets.parse(Array("monotonic 0 0\nboottime 0 0\n".utf8)) == TimeOffsets())
    }

    @Test func `states are told`() throws {
        let zombie = try #require(ProcessStat.parse(Array("1 (a) Z\(fields.dropFirst())".utf8)))
        let stopped = try #require(ProcessStat.parse(Array("1 (a) T\(fields.dropFirst())".utf8)))
        #expect(zombie.isDead)
        #expect(!zombie.isStopped)
        #expect(stopped.isStopped)
        #expect(!stopped.isDead)
    }

    @Test func `this process lives`() throws {
        let current = try #require(ProcessIdentity.current())
        #expect(current.pid == getpid())
        #expect(current.isAlive)
        #expect(ProcessIdentity.parentPid(of: getpid()) == getppid())
    }

    @Test func `another start time is another process`() throws {
        let current = try #require(ProcessIdentity.current())
        #expect(!ProcessIdentity(pid: current.pid, startTime: current.startTime + 1).isAlive)
    }

    @Test(arguments: [0, -1, Int32.max]) func `no such process`(_ pid: Int32) {
        #expect(ProcessIdentity.read(pid: pid) == nil)
        #expect(ProcessIdentity.parentPid(of: pid) == nil)
    }

    @Test func `a zombie is not alive`() throws {
        var pid: pid_t = 0
        var argv: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        defer { free(argv[0]) }
        #expect(posix_spawn(&pid, "/bin/true", nil, nil, &argv, nil) == 0)
        // Waits for the end without reaping.
        var info = siginfo_t()
        waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT)
        #expect(ProcessStat.read(pid: pid)?.isDead == true)
        #expect(ProcessIdentity.read(pid: pid) == nil)
        waitpid(pid, nil, 0)
    }

    @Test func `the host is known`() {
        let host = HostIdentity.current()
        #expect(host.bootID.utf8.count == 36)
        #expect(host.pidNamespace > 0)
        #expect(host == HostIdentity.current())
    }
}
