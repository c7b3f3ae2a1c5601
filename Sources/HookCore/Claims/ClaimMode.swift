/// The mode in which a session claims a path.
package enum ClaimMode: String, CaseIterable, Sendable {
    /// No other session may write there.
    case exclusive = "EXCLUSIVE"
    /// Other sessions may share the claim; none may have an exclusive one.
    case shared = "SHARED"
    /// The session only announces work, so that a conflict is seen early. It never blocks another session.
    case intent = "INTENT"

    /// Whether another session may claim the same path with `requested` while this one is held.
    package func admits(_ requested: ClaimMode) -> Bool {
        switch (self, requested) {
        case (.exclusive, _), (.shared, .exclusive): false
        case (.shared, _), (.intent, _): true
        }
    }
}
