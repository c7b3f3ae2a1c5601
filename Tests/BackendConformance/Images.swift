import Sandbox
import TestSupport
import Testing

extension ConformanceCase {
    static let images = [
        ConformanceCase("an image is made of a folder, with its arguments, and shows its progress") { tester in
            let folder = tester.directory.appending("image")
            try write("FROM \(tester.image)\nARG WORD\nCOPY file /file\nENV WORD=$WORD\n", to: folder + "/Dockerfile")
            try write("content\n", to: folder + "/file")
            var lines: [String] = []
            let tag = "pcc-test/built:\(UInt32.random(in: 0...UInt32.max))"
            let id = try tester.backend.buildImage(from: folder, tags: [tag], arguments: ["WORD": "a b"]) {
                lines.append($0)
            }
            #expect(try tester.backend.image(named: tag) == id)
            #expect(!lines.isEmpty)
            let run = try tester.run("cat /file; echo $WORD") { $0.image = tag }
            #expect(run.output == "content\na b\n")
        },
        ConformanceCase("a build that fails says why") { tester in
            let folder = tester.directory.appending("image")
            try write("FROM \(tester.image)\nCOPY missing /file\n", to: folder + "/Dockerfile")
            let error = #expect(throws: (any Error).self) {
                try tester.backend.buildImage(from: folder, tags: [], arguments: [:]) { _ in }
            }
            #expect("\(error as Any)".contains("missing"))
            #expect(
                tester.code { _ = try tester.backend.buildImage(from: folder, tags: [], arguments: [:]) { _ in } }
                    == .imageBuildFailed)
            try write("NONSENSE\n", to: folder + "/Dockerfile")
            #expect(
                tester.code { _ = try tester.backend.buildImage(from: folder, tags: [], arguments: [:]) { _ in } }
                    == .imageBuildFailed)
        },
        ConformanceCase("an image that is not there is none") { tester in
            let (missing, there) = (
                try tester.backend.image(named: "pcc-test/none:1"), try tester.backend.image(named: tester.image)
            )
            #expect(missing == nil)
            #expect(there != nil)
        },
    ]
}
