/// A claim and the session that holds it.
package struct HeldClaim: Equatable, Sendable {
    /// The claim, in force when it was read.
    package var claim: Claim
    /// The holder, live when it was read.
    package var session: Session
}

/// The answer to a request for a claim.
package struct ClaimResult: Sendable {
    /// The granted claim; nil when it was not granted.
    package var claim: Claim?
    /// The claims in the way; none when only earlier waiters are in the way.
    package var holders: [HeldClaim] = []
    /// The number of waiters that asked earlier for something that this request would take from them.
    package var waitersAhead = 0
    /// Whether a session in the way waits in turn, maybe through a third one, for something that the asking session
    /// holds. To wait would be useless.
    package var isDeadlock = false
    /// INTENT claims of other sessions that were there before the grant: these sessions are about to work on the same
    /// paths.
    package var intents: [HeldClaim] = []

    /// Whether neither a holder nor an earlier waiter is in the way.
    package var isFree: Bool { holders.isEmpty && waitersAhead == 0 }
}
