internal import Dispatch
internal import Synchronization

/// Does something to each of many items on several threads.
/// - Parameters:
///   - workers: how many threads at most.
///   - makeBody: called once by each worker, for what only one thread may use.
/// - Returns: one answer for each item, in order.
func concurrentMap<Item: Sendable, Result: Sendable>(
    _ items: [Item], workers: Int, makeBody: @Sendable () -> (Item) -> Result
) -> [Result] {
    // A place for each answer: no lock, and the end of the loop orders all writes before the reading.
    nonisolated(unsafe) let results = UnsafeMutableBufferPointer<Result?>.allocate(capacity: items.count)
    results.initialize(repeating: nil)
    defer {
        results.deinitialize()
        results.deallocate()
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(workers, items.count)) { _ in
        let body = makeBody()
        while case let index = next.add(1, ordering: .relaxed).oldValue, index < items.count {
            results[index] = body(items[index])
        }
    }
    return results.compactMap(\.self)
}
