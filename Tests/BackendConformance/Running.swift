import Dispatch
import HookCore
import Sandbox
import TestSupport
import Testing

extension ConformanceCase {
    static let running = [
        ConformanceCase("a sandbox runs, and tells how it ended") { tester in
            let specification = tester.specification("exit 7")
            let backend = tester.backend
            let id = try tester.create(specification)
            let created = try #require(try backend.status(id))
            #expect(created.state == .created)
            #expect(created.name == specification.name)
            #expect(created.exitStatus == nil)
            #expect(created.labels["parallel-cc.test"] == specification.name)
            try backend.start(id)
            let ended = try backend.waitForEnd(id)
            #expect(ended.state == .ended)
            #expect(ended.exitStatus == 7)
            #expect(!ended.isOutOfMemory)
            #expect(try backend.status(id) == ended)
            #expect(try backend.list(label: "parallel-cc.test=\(specification.name)") == [ended])
            #expect(try backend.list(label: "parallel-cc.test=other").isEmpty)
        },
        ConformanceCase("a sandbox that was not started has not ended with 0") { tester in
            let id = try tester.create(tester.specification("exit 7"))
            let status = try tester.backend.waitForEnd(id)
            #expect(status.state == .created)
            #expect(status.exitStatus == nil)
        },
        ConformanceCase("a second start does not run the program again") { tester in
            let id = try tester.start("echo once >>/work/runs")
            _ = try tester.backend.waitForEnd(id)
            try tester.backend.start(id)
            #expect(try tester.backend.waitForEnd(id).exitStatus == 0)
            #expect(try tester.content(of: "/work/runs", in: id) == "once\n")
        },
        ConformanceCase("a program that is started once more finds its volumes as it left them") { tester in
            let id = try tester.start("cat /work/runs; echo once >>/work/runs")
            _ = try tester.backend.waitForEnd(id)
            var output: [UInt8] = []
            try tester.backend.follow(id) { () throws(ParallelError) in
                try tester.backend.restart(id)
            } receive: { (stream, piece) throws(ParallelError) in
                if stream == .output { output += piece }
            }
            #expect(try tester.backend.waitForEnd(id).exitStatus == 0)
            #expect(String(decoding: output, as: UTF8.self) == "once\n")
            #expect(try tester.content(of: "/work/runs", in: id) == "once\nonce\n")
            #expect(tester.code { try tester.backend.restart(String(repeating: "a", count: 64)) } == .sandboxMissing)
        },
        ConformanceCase("a program that has ended is not followed") { tester in
            let (id, backend) = (try tester.start("echo done"), tester.backend)
            _ = try backend.waitForEnd(id)
            let hasReturned = DispatchSemaphore(value: 0)
            DispatchQueue(label: "follower").async {
                try? backend.follow(id) {
                } receive: { (_, _) in
                }
                hasReturned.signal()
            }
            #expect(hasReturned.wait(timeout: .now() + .seconds(20)) == .success)
        },
        ConformanceCase("a program that runs already is followed from then on") { tester in
            let id = try tester.start("touch /work/up; while [ ! -e /work/go ]; do sleep 0.1; done; echo late")
            try tester.wait(for: "/work/up", in: id)
            var output: [UInt8] = []
            try tester.backend.follow(id) { () throws(ParallelError) in
                _ = try tester.backend.execute(["touch", "/work/go"], in: id)
            } receive: { (stream, piece) throws(ParallelError) in
                if stream == .output { output += piece }
            }
            #expect(String(decoding: output, as: UTF8.self) == "late\n")
        },
        ConformanceCase("a name that is taken is refused") { tester in
            let specification = tester.specification("exit 0")
            let id = try tester.create(specification)
            #expect(tester.code { _ = try tester.create(specification) } == .sandboxExists)
            #expect(try tester.backend.status(id)?.state == .created)
        },
        ConformanceCase("an image that is not there is named") { tester in
            var specification = tester.specification("exit 0")
            specification.image = "pcc-test-none"
            #expect(tester.code { _ = try tester.create(specification) } == .imageMissing)
        },
        ConformanceCase("a program that is not there is told from one that failed") { tester in
            var specification = tester.specification("")
            specification.command = ["/no/such/program"]
            let id = try tester.create(specification)
            let refusal = tester.code { try tester.backend.start(id) }
            let status = try tester.backend.waitForEnd(id)
            // An init of the engine's starts first, and then ends as a shell would.
            if status.state == .ended {
                #expect(refusal == nil)
                #expect(status.exitStatus == 127 || status.exitStatus == 126)
            } else {
                #expect(refusal == .cannotStart)
                #expect(status.state == .failedToStart)
                #expect(status.exitStatus == nil)
            }
            #expect(try tester.backend.status(id) == status)
        },
        ConformanceCase("more programs run beside it") { tester in
            let id = try tester.start("sleep 60")
            let run = try tester.backend.execute(["sh", "-c", "echo out; echo err >&2; id -u; exit 3"], in: id)
            #expect(run.exitStatus == 3)
            #expect(String(decoding: run.output, as: UTF8.self) == "out\n10001\n")
            #expect(String(decoding: run.errors, as: UTF8.self) == "err\n")
            let status = try tester.backend.execute(["/no/such/program"], in: id).exitStatus
            #expect(status == 126 || status == 127)
            try tester.backend.stop(id, seconds: 0)
            #expect(tester.code { _ = try tester.backend.execute(["true"], in: id) } == .sandboxNotRunning)
        },
        ConformanceCase("a paused sandbox stands still until it is resumed") { tester in
            let backend = tester.backend
            let id = try tester.start("sleep 60")
            try backend.pause(id)
            try backend.pause(id)
            #expect(try backend.status(id)?.state == .paused)
            #expect(tester.code { _ = try backend.execute(["true"], in: id) } == .sandboxNotRunning)
            try backend.resume(id)
            try backend.resume(id)
            #expect(try backend.status(id)?.state == .running)
            #expect(try backend.execute(["true"], in: id).exitStatus == 0)
            try backend.stop(id, seconds: 0)
            #expect(tester.code { try backend.pause(id) } == .sandboxNotRunning)
        },
        ConformanceCase("a sandbox that is not there is missing") { tester in
            let backend = tester.backend
            let id = String(repeating: "a", count: 64)
            #expect(try backend.status(id) == nil)
            #expect(tester.code { try backend.start(id) } == .sandboxMissing)
            #expect(tester.code { _ = try backend.waitForEnd(id) } == .sandboxMissing)
            #expect(tester.code { _ = try backend.usage(id) } == .sandboxMissing)
            #expect(tester.code { try backend.pause(id) } == .sandboxMissing)
            #expect(tester.code { try backend.resume(id) } == .sandboxMissing)
            #expect(tester.code { _ = try backend.execute(["true"], in: id) } == .sandboxMissing)
            #expect(tester.code { try backend.copyIn([("/bin/true", "/work/x")], to: id) } == .sandboxMissing)
            #expect(
                tester.code { try backend.copyOut("/work", of: id, into: tester.directory.path) } == .sandboxMissing)
            try backend.stop(id, seconds: 0)
            try backend.remove(id)
        },
    ]
}
