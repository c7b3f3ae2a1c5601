/// Finds the setting that a mistyped or old name means.
enum SettingNames {
    /// Names of older programs that have no meaning any more, and what decides instead.
    static let replaced = ["dbPath": "PARALLEL_CC_DATA_DIR decides where the database is"]

    /// Returns the known name with the fewest edits, unless the two differ too much.
    static func nearest(_ name: String) -> String? {
        let ranked = ConfigurationKey.all.map { ($0.name, distance(left: Array(name), right: Array($0.name))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(3, name.count / 3) else { return nil }
        return best.0
    }

    /// Returns the Levenshtein distance.
    private static func distance(left: [Character], right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var previous = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substitution = previous + (character == other ? 0 : 1)
                previous = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, previous + 1)
            }
        }
        return row[right.count]
    }
}
