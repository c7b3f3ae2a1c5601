import Glibc
package import HookCore
package import Sandbox
import Synchronization
package import TestSupport
import Testing

/// Makes sandboxes for one case.
package final class SandboxTester: Sendable {
    package let backend: any SandboxBackend
    package let image: String
    package let directory = TemporaryDirectory()
    private let made = Mutex<[String]>([])

    package init(_ backend: any SandboxBackend, image: String) {
        self.backend = backend
        self.image = image
    }

    /// Returns the specification of a sandbox that runs a shell script, with a name and a label of its own.
    package func specification(_ script: String) -> SandboxSpecification {
        let name = "pcc-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        var specification = SandboxSpecification(name: name, image: image, command: ["sh", "-c", script])
        specification.environment = ["PATH": "/bin"]
        specification.labels = ["parallel-cc.test": name]
        specification.volumes = ["/work"]
        return specification
    }

    package func create(_ specification: SandboxSpecification) throws -> String {
        let id = try backend.create(specification)
        made.withLock { $0.append(id) }
        return id
    }

    /// Makes a sandbox and starts it.
    package func start(_ script: String, change: (inout SandboxSpecification) -> Void = { _ in }) throws -> String {
        var specification = specification(script)
        change(&specification)
        let id = try create(specification)
        try backend.start(id)
        return id
    }

    /// Runs a script to its end, following it.
    package func run(
        _ script: String, change: (inout SandboxSpecification) -> Void = { _ in }
    ) throws -> (status: SandboxStatus, output: String, errors: String) {
        var specification = specification(script)
        change(&specification)
        let id = try create(specification)
        var (output, errors): ([UInt8], [UInt8]) = ([], [])
        try backend.follow(id) { () throws(ParallelError) in
            try backend.start(id)
        } receive: { (stream, piece) throws(ParallelError) in
            if stream == .errors { errors += piece } else { output += piece }
        }
        let status = try backend.waitForEnd(id)
        return (status, String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self))
    }

    /// Waits until a program in a sandbox has made a file.
    package func wait(for path: String, in id: String) throws {
        for _ in 0..<500 {
            if try backend.execute(["test", "-e", path], in: id).exitStatus == 0 { return }
            usleep(20_000)
        }
        Issue.record("\(path) was not made")
    }

    /// Returns the content of a file of a sandbox.
    package func content(of path: String, in id: String) throws -> String? {
        let folder = directory.appending("out-\(UInt32.random(in: 0...UInt32.max))")
        try backend.copyOut(path, of: id, into: folder)
        return FileBytes.read(folder + "/" + FilePath.name(of: path), limit: 1 << 20).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Returns the code of the error that a call throws.
    package func code(_ call: () throws -> Void) -> ParallelError.Code? {
        do {
            try call()
            return nil
        } catch {
            return (error as? ParallelError)?.code
        }
    }

    func removeAll() {
        for id in made.withLock({ $0 }) {
            do { try backend.remove(id) } catch { Issue.record("\(error)") }
        }
    }
}
