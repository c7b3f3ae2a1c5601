/// How a session claims a path.
package enum ClaimMode: String, CaseIterable, Sendable {
    /// Nobody else writes there.
    case exclusive = "EXCLUSIVE"
    /// Others may share it, nobody may have it alone.
    case shared = "SHARED"
    /// Announces work, so that a conflict is seen coming; never in anybody's way.
    case intent = "INTENT"

    /// Whether another session may claim the same path with `requested` while this one is held.
    package func admits(_ requested: ClaimMode) -> Bool {
        switch (self, requested) {
        case (.exclusive, _), (.shared, .exclusive): false
        case (.shared, _), (.intent, _): true
        }
    }
}
