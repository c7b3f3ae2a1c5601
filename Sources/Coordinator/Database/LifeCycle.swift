package import Store

/// A state that a row of the database goes through. Every change of it is one that the type's table lists: the doors
/// that write states ask `requireStep` first.
package protocol LifeCycle: RawRepresentable, Hashable, Sendable, CaseIterable, ColumnConvertible
where RawValue == String {
    /// The states that each state may be followed by. A state that leads nowhere is an end.
    static var steps: [Self: Set<Self>] { get }
}

extension LifeCycle {
    /// - Parameters:
    ///   - table: the table of the row, whose columns are `id` and `state`.
    ///   - id: the row's; nothing is required of a row that is not there.
    /// - Throws: `StoreError.Code.misuse` where the table of states lists no step from the row's state to this one. The
    ///   transaction is then rolled back, and the row stays as it is.
    package func requireStep(of id: String, inTable table: String, in db: Connection) throws(StoreError) {
        let current: Self? = try db.value("SELECT state FROM \(table) WHERE id = ?", arguments: [id])
        guard let current, Self.steps[current]?.contains(self) != true else { return }
        throw StoreError(
            .misuse, message: "\(table): \(id) is \(current.rawValue) and cannot become \(rawValue)")
    }
}
