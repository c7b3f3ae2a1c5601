/// When a transaction takes its locks (<https://www.sqlite.org/lang_transaction.html>).
package enum TransactionKind: String, Sendable {
    /// The write lock at the start: no other connection writes until the end, and a later write cannot fail as busy.
    case immediate = "BEGIN IMMEDIATE"
    /// A snapshot at the first read; writing is refused.
    case deferred = "BEGIN DEFERRED"
}
