internal import Dispatch
internal import Synchronization

/// Calls a function for each of many items on several threads.
/// - Parameters:
///   - workers: the number of threads at most.
///   - makeBody: makes the function. Each worker calls it once, so that it can hold values for one thread only.
/// - Returns: one answer for each item, in order.
func concurrentMap<Item: Sendable, Result: Sendable>(
    _ items: [Item], workers: Int, makeBody: @Sendable () -> (Item) -> Result
) -> [Result] {
    // Each answer has its own slot, so there is no lock. The end of the loop orders all writes before the reads.
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
