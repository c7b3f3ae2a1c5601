package import HookCore
internal import Store

/// A table whose rows people may name by the beginning of an id.
package enum Named: String, Sendable {
    case claim = "claims"
    case conflict = "conflict_records"
    case session = "sessions"
    case suggestion = "suggestions"
}

extension Coordinator {
    /// Returns the whole id when at least four letters of it are given and only one id begins so, else the typed text.
    package func completed(_ typed: String, kind: Named) throws(ParallelError) -> String {
        guard typed.utf8.count >= 4 else { return typed }
        let ids: [String] = try database.read { db throws(StoreError) in
            try db.column(
                "SELECT id FROM \(kind.rawValue) WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2", arguments: [typed])
        }
        return ids.count == 1 ? ids[0] : typed
    }
}
