/// Answers of git's `-z` options: byte strings that each end with a NUL, since a path may hold anything else.
package enum ZeroSeparated {
    /// The fields of an answer; the empty one behind the last NUL is left out; none of an empty answer.
    package static func fields(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        if bytes.isEmpty { return [] }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast(bytes.last == 0 ? 1 : 0)
    }
}
