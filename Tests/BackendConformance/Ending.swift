import Glibc
import HookCore
import Sandbox
import TestSupport
import Testing

extension ConformanceCase {
    static let ending = [
        ConformanceCase("a program has its time to end by itself") { tester in
            let id = try tester.start("trap 'exit 9' TERM; touch /work/ready; while :; do sleep 0.1; done")
            try tester.wait(for: "/work/ready", in: id)
            try tester.backend.stop(id, seconds: 20)
            #expect(try tester.backend.waitForEnd(id).exitStatus == 9)
            try tester.backend.stop(id, seconds: 20)
            #expect(try tester.backend.status(id)?.exitStatus == 9)
        },
        ConformanceCase("a program that does not end is killed") { tester in
            let id = try tester.start("trap '' TERM; touch /work/ready; while :; do sleep 0.1; done")
            try tester.wait(for: "/work/ready", in: id)
            try tester.backend.stop(id, seconds: 1)
            let status = try tester.backend.waitForEnd(id)
            #expect(status.exitStatus == 137)
            #expect(!status.isOutOfMemory)
        },
        ConformanceCase("a paused program has its time too") { tester in
            let id = try tester.start("trap 'exit 9' TERM; touch /work/ready; while :; do sleep 0.1; done")
            try tester.wait(for: "/work/ready", in: id)
            try tester.backend.pause(id)
            try tester.backend.stop(id, seconds: 20)
            #expect(try tester.backend.waitForEnd(id).exitStatus == 9)
        },
        ConformanceCase("a stop before the start ends nothing") { tester in
            let id = try tester.create(tester.specification("exit 0"))
            try tester.backend.stop(id, seconds: 0)
            #expect(try tester.backend.status(id)?.state == .created)
        },
        ConformanceCase("a sandbox is removed in any state") { tester in
            let backend = tester.backend
            let created = try tester.create(tester.specification("exit 0"))
            let running = try tester.start("sleep 60")
            let paused = try tester.start("sleep 60")
            try backend.pause(paused)
            let ended = try tester.start("exit 0")
            _ = try backend.waitForEnd(ended)
            for id in [created, running, paused, ended] {
                try backend.remove(id)
                #expect(try backend.status(id) == nil)
                try backend.remove(id)
            }
        },
        ConformanceCase("several wait for the same end") { tester in
            let id = try tester.start("while ! [ -e /work/go ]; do sleep 0.1; done; exit 5")
            let backend = tester.backend
            let waiting = (0..<4).map { _ in Background { try backend.waitForEnd(id) } }
            _ = try backend.execute(["touch", "/work/go"], in: id)
            for one in waiting { #expect(try one.value().exitStatus == 5) }
        },
        ConformanceCase("a name can be taken again after a removal, and its volumes are empty") { tester in
            let specification = tester.specification("ls -A /work; touch /work/x")
            for _ in 0..<2 {
                let run = try tester.run("") { $0 = specification }
                #expect(run.output == "")
                try tester.backend.remove(run.status.id)
            }
        },
    ]
}
