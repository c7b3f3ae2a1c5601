internal import Glibc
internal import Synchronization

/// Something that runs on a thread of its own, because it waits.
package final class Background<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private nonisolated(unsafe) var thread = pthread_t()

    package init(_ body: @escaping @Sendable () throws -> Value) {
        let work = Work { [self] in
            let value = Result { try body() }
            result.withLock { $0 = value }
        }
        pthread_create(
            &thread, nil,
            { data in
                data.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
    }

    /// Waits for its end; called once.
    package func value() throws -> Value {
        pthread_join(thread, nil)
        guard let result = result.withLock({ $0 }) else { throw FixtureError("a thread ended without a value") }
        return try result.get()
    }
}

private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
}
