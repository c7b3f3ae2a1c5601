internal import Synchronization

/// Says yes the first time it is asked.
package final class Once: Sendable {
    private let wasAsked = Atomic(false)

    package init() {}

    package var isFirst: Bool { !wasAsked.exchange(true, ordering: .relaxed) }
}
