import HookCore
import Sandbox
import TestSupport
import Testing

extension ConformanceCase {
    static let limits = [
        ConformanceCase("the program is an ordinary user without any way to be more") { tester in
            let run = try tester.run(
                "id -u; id -g; pwd; echo $NAME; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status"
            ) {
                $0.directory = "/work"
                $0.environment["NAME"] = "a value with \"quotes\" = and\nlines"
            }
            #expect(run.status.exitStatus == 0)
            let lines = run.output.replacing("\t", with: "").split(separator: "\n")
            #expect(lines.prefix(3) == ["10001", "10001", "/work"])
            #expect(run.output.contains("a value with \"quotes\" = and lines\n"))
            #expect(lines.suffix(3) == ["CapEff:0000000000000000", "CapBnd:0000000000000000", "NoNewPrivs:1"])
        },
        ConformanceCase("only volumes and temporary folders can be written") { tester in
            let script = """
                for folder in / /bin /etc /home; do touch $folder/x 2>/dev/null && echo wrong $folder; done
                mkdir -p /work/a && echo one >/work/a/b || echo wrong /work
                printf '#!/bin/sh\\necho runs\\n' >/tmp/program && chmod +x /tmp/program && /tmp/program
                echo two >/home/work/x || echo wrong /home/work
                dd if=/dev/zero of=/tmp/large bs=1M count=3 2>/dev/null && echo wrong size
                exit 0
                """
            let run = try tester.run(script) {
                $0.volumes = ["/work", "/home/work"]
                $0.temporary = ["/tmp": 2 << 20]
            }
            #expect(run.output == "runs\n")
            #expect(run.status.exitStatus == 0)
        },
        ConformanceCase("a file of the host is there, read-only") { tester in
            let path = tester.directory.appending("shared")
            try write("content\n", to: path)
            let run = try tester.run("cat /shared; touch /shared 2>/dev/null || echo refused") {
                $0.mounts = [.init(source: path, target: "/shared")]
            }
            #expect(run.output == "content\nrefused\n")
        },
        ConformanceCase("without a network there is a loopback and nothing else") { tester in
            let run = try tester.run("ls /sys/class/net 2>/dev/null || tail -n +3 /proc/net/dev | cut -d: -f1")
            #expect(run.output.split { $0.isWhitespace } == ["lo"])
        },
        ConformanceCase("memory has a limit, and reaching it is seen") { tester in
            let run = try tester.run("exec tail /dev/zero") { $0.limits.memory = 32 << 20 }
            #expect(run.status.exitStatus == 137)
            #expect(run.status.isOutOfMemory)
        },
        ConformanceCase("processes have a limit") { tester in
            let run = try tester.run("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 5 & done; exit 0") {
                $0.limits.processes = 8
            }
            #expect(run.errors.contains("fork"))
        },
        ConformanceCase("the time of processors has a limit") { tester in
            let id = try tester.start("while :; do :; done") { $0.limits.cpus = 0.25 }
            let start = MonotonicClock.milliseconds()
            let before = try tester.backend.usage(id).processorNanoseconds
            while MonotonicClock.milliseconds() < start + 1_500 { _ = try tester.backend.status(id) }
            let used = try tester.backend.usage(id).processorNanoseconds - before
            let passed = UInt64(MonotonicClock.milliseconds() - start) * 1_000_000
            #expect(used > 0)
            #expect(used < passed / 2)
        },
        ConformanceCase("what a sandbox uses is told") { tester in
            let id = try tester.start("sleep 60 & sleep 60")
            let usage = try tester.backend.usage(id)
            #expect(usage.processes >= 2)
            #expect(usage.memory > 0)
            #expect(usage.processorNanoseconds > 0)
        },
    ]
}
