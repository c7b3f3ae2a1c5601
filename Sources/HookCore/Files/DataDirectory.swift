/// The folder for parallel-cc's database and beats.
package enum DataDirectory {
    /// Returns the path that the environment asks for: `PARALLEL_CC_DATA_DIR`, else `.parallel-cc` in `HOME`.
    ///
    /// Nothing is created or read. An empty variable counts as unset. A relative path is refused (nil), because every
    /// command and hook runs in another directory and would resolve it differently; so is a missing `HOME`.
    package static func resolve(environment: (String) -> String?) -> String? {
        if let chosen = environment("PARALLEL_CC_DATA_DIR"), !chosen.isEmpty { return absolute(chosen) }
        guard let home = environment("HOME"), let home = absolute(home) else { return nil }
        return home == "/" ? "/.parallel-cc" : home + "/.parallel-cc"
    }

    private static func absolute(_ path: String) -> String? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var bytes = path.utf8[...]
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
        return String(bytes)
    }
}
