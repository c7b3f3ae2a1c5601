import Glibc
import HookCore
import Sandbox
import TestSupport
import Testing

extension ConformanceCase {
    static let output = [
        ConformanceCase("what it prints comes from its first byte, each stream by itself") { tester in
            let run = try tester.run("echo one; echo two >&2; echo three; printf last")
            #expect(run.output == "one\nthree\nlast")
            #expect(run.errors == "two\n")
        },
        ConformanceCase("a line of megabytes comes whole") { tester in
            let run = try tester.run("head -c 5000000 /dev/zero | tr '\\0' x; echo; echo end")
            #expect(run.output.utf8.count == 5_000_005)
            #expect(run.output.hasSuffix("x\nend\n"))
            #expect(run.status.exitStatus == 0)
        },
        ConformanceCase("a reader that rests loses nothing") { tester in
            let id = try tester.create(tester.specification("seq 1 400000; exit 4"))
            let rested = Once()
            var (count, last): (Int, UInt8) = (0, 0)
            try tester.backend.follow(id) { () throws(ParallelError) in
                try tester.backend.start(id)
            } receive: { (_, piece) throws(ParallelError) in
                if rested.isFirst { sleep(2) }
                count += piece.count
                last = piece.last ?? 0
            }
            #expect(count == 2_688_895)
            #expect(last == 0x0A)
            #expect(try tester.backend.waitForEnd(id).exitStatus == 4)
        },
        ConformanceCase("a program that prints and is not read can be ended") { tester in
            let id = try tester.create(tester.specification("exec yes"))
            let (mayRead, started) = (Gate(), Gate())
            let backend = tester.backend
            let reader = Background {
                try backend.follow(id) { () throws(ParallelError) in
                    try backend.start(id)
                } receive: { (_, _) throws(ParallelError) in
                    started.open()
                    mayRead.wait()
                }
            }
            started.wait()
            sleep(1)
            let start = MonotonicClock.milliseconds()
            try backend.stop(id, seconds: 1)
            #expect(MonotonicClock.milliseconds() - start < 20_000)
            #expect(try backend.status(id)?.state == .ended)
            mayRead.open()
            try reader.value()
        },
        ConformanceCase("what the receiver throws ends the following, and not the program") { tester in
            let id = try tester.create(tester.specification("echo x; sleep 60"))
            let code = tester.code {
                try tester.backend.follow(id) { () throws(ParallelError) in
                    try tester.backend.start(id)
                } receive: { (_, _) throws(ParallelError) in
                    throw ParallelError("enough", operation: "test", message: "enough")
                }
            }
            #expect(code == "enough")
            #expect(try tester.backend.status(id)?.state == .running)
        },
    ]
}
