import HTTPClient
import HookCore
import Synchronization
import Testing

@testable import ModelProxy

@Suite struct TaskRegistryTests {
    private final class Clock: Sendable {
        let now = Atomic<Int64>(1_000)
        func advance(_ milliseconds: Int64) { now.add(milliseconds, ordering: .relaxed) }
    }

    private let clock = Clock()
    private let registry: TaskRegistry

    init() {
        let clock = clock
        registry = TaskRegistry { clock.now.load(ordering: .relaxed) }
    }

    private func task(_ id: String) -> ModelTask {
        ModelTask(id: id, endpoint: HTTPEndpoint(base: "http://x")) { () throws(ParallelError) in
            .apiKey(Secret("key of " + id))
        }
    }

    @Test func `a token leads to its own task`() throws {
        registry.add(task("t1"), token: "a", seconds: 10)
        registry.add(task("t2"), token: "b", seconds: 10)
        #expect(registry.task(of: "a")?.id == "t1")
        #expect(try registry.task(of: "b")?.credential().fields.first?.value.reveal() == "key of t2")
        #expect(registry.task(of: "c") == nil)
        #expect(registry.task(of: "") == nil)
    }

    @Test func `a task that is taken out is not known any more, and others are`() {
        registry.add(task("t1"), token: "a", seconds: 10)
        registry.add(task("t2"), token: "b", seconds: 10)
        registry.remove("t1")
        #expect(registry.task(of: "a") == nil)
        #expect(registry.task(of: "b")?.id == "t2")
        registry.remove("t2")
        #expect(registry.isEmpty)
    }

    @Test func `a task counts until its time is over`() {
        registry.add(task("t1"), token: "a", seconds: 10)
        clock.advance(9_999)
        #expect(registry.task(of: "a") != nil)
        #expect(!registry.isEmpty)
        clock.advance(1)
        #expect(registry.task(of: "a") == nil)
        #expect(registry.isEmpty)
    }

    @Test func `a task that is told of again has new time, and its former token counts no more`() {
        registry.add(task("t1"), token: "a", seconds: 10)
        clock.advance(9_000)
        registry.add(task("t1"), token: "a", seconds: 10)
        clock.advance(9_000)
        #expect(registry.task(of: "a")?.id == "t1")
        registry.add(task("t1"), token: "b", seconds: 10)
        #expect(registry.task(of: "a") == nil)
        #expect(registry.task(of: "b")?.id == "t1")
    }

    @Test func `a time without an end is one`() {
        registry.add(task("t1"), token: "a", seconds: .max)
        #expect(registry.task(of: "a") != nil)
    }

    @Test func `tokens are long and never the same`() {
        let tokens = (0..<100).map { _ in TaskRegistration.makeToken() }
        #expect(Set(tokens).count == 100)
        #expect(tokens.allSatisfy { $0.utf8.count == "parallel-cc-".utf8.count + 64 })
    }
}
