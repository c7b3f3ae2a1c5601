/// A claim and the session that holds it.
package struct HeldClaim: Equatable, Sendable {
    package var claim: Claim
    package var session: Session
}

/// What came of a request.
package struct ClaimResult: Sendable {
    /// Nil when it was not granted.
    package var claim: Claim?
    /// Those in the way; none when only earlier waiters are.
    package var holders: [HeldClaim] = []
    /// How many sessions asked earlier for something that this request would take from them.
    package var waitersAhead = 0
    /// Whether somebody in the way waits in turn, maybe for yet another, for what the session holds: waiting would be in
    /// vain.
    package var isDeadlock = false
    /// Intents of others that were there before it was granted: who is about to work on the same.
    package var intents: [HeldClaim] = []

    /// Whether nothing was in the way.
    package var isFree: Bool { holders.isEmpty && waitersAhead == 0 }
}
