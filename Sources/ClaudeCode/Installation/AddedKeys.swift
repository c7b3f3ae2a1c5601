internal import JSON

/// What somebody has added to an entry of ours in a settings file. It stays when the entry is renewed; when the entry
/// goes, a copy stays.
enum AddedKeys {
    /// Returns the members of an entry whose keys we never write.
    static func of(_ entry: JSONValue, besides own: Set<String>) -> [JSONValue.Member] {
        (entry.members ?? []).filter { !own.contains($0.key) }
    }
}
