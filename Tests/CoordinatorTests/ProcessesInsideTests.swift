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
                    _ = try? Spawner.run(Command("/bin/true", [], environment: [:]))
                } else if let first = ProcessesInside(place, since: .now()).first {
                    found.insert(first)
                }
            }
        }
        #expect(found.isEmpty)
    }
}
