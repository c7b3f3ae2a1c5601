internal import Files
internal import Glibc

/// Finds object ids in files that git keeps, such as reflogs: every hexadecimal word as long as a full id.
enum MentionedIDs {
    static func read(_ path: String) -> Set<String> {
        guard let content = WholeFile.read(path) else { return [] }
        var ids: Set<String> = []
        for word in content.split(whereSeparator: { !isHexadecimal($0) }) where word.count == 40 || word.count == 64 {
            ids.insert(String(decoding: word, as: UTF8.self))
        }
        return ids
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
