import HookCore
import Synchronization

/// What a closure that must be sendable has seen.
final class Seen: Sendable {
    private let value = Mutex<ParallelError.Code?>(nil)

    var code: ParallelError.Code? {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
