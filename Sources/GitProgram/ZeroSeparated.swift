/// Splits answers of git's `-z` options: byte strings that each end with a NUL, since a path may hold any other byte.
package enum ZeroSeparated {
    /// Returns the fields of an answer, without the empty one after the last NUL; none for an empty answer.
    package static func fields(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        if bytes.isEmpty { return [] }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast(bytes.last == 0 ? 1 : 0)
    }
}
