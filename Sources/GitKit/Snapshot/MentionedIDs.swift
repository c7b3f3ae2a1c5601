internal import Files
internal import Glibc

/// Finds object ids in files that git keeps, such as reflogs: every hexadecimal word as long as a full id. In the list
/// of what a sequence of picks has still to do, ids are abbreviated.
enum MentionedIDs {
    static func read(_ path: String) -> Set<String> {
        guard let content = WholeFile.read(path) else { return [] }
        var ids = path.hasSuffix("todo") ? abbreviated(content) : []
        for word in content.split(whereSeparator: { !isHexadecimal($0) }) where word.count == 40 || word.count == 64 {
            ids.insert(String(decoding: word, as: UTF8.self))
        }
        return ids
    }

    /// Returns what may be an id among the first words of each line: `pick 1a2b3c4 subject`, `merge -C 1a2b3c4 label`.
    private static func abbreviated(_ content: [UInt8]) -> Set<String> {
        let lines = content.split(separator: 0x0A).filter { $0.first != UInt8(ascii: "#") }
        return Set(
            lines.flatMap { line in
                line.split(separator: 0x20).dropFirst().prefix(2)
                    .filter { $0.count >= 4 && $0.allSatisfy(isHexadecimal) }
                    .map { String(decoding: $0, as: UTF8.self) }
            })
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
