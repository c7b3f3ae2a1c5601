/// The time at which a transaction takes its locks (<https://www.sqlite.org/lang_transaction.html>).
package enum TransactionKind: String, Sendable {
    /// The transaction takes the write lock at the start. No other connection writes until the end, and a later write
    /// cannot fail as busy.
    case immediate = "BEGIN IMMEDIATE"
    /// The transaction takes a snapshot at the first read; writing is refused.
    case deferred = "BEGIN DEFERRED"
}
