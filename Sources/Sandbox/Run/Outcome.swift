internal import Dispatch
internal import HookCore
internal import Synchronization

/// What another thread finds out. The first that is told counts.
final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, ParallelError>?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func set(_ value: Result<Value, ParallelError>) {
        result.withLock { $0 = $0 ?? value }
        arrived.signal()
    }

    /// Returns what was found out; nil where nothing has come in that time.
    func wait(milliseconds: Int) -> Result<Value, ParallelError>? {
        guard arrived.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
        return result.withLock(\.self)
    }
}
