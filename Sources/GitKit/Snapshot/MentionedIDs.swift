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
                let words = line.split { $0 == 0x20 || $0 == 0x09 }
                let isCommand = words.first.map { $0.elementsEqual("exec".utf8) || $0.elementsEqual("x".utf8) } ?? false
                if isCommand { return inCommand(line) }
                return words.dropFirst().prefix(2)
                    .filter { $0.count >= 4 && $0.allSatisfy(isHexadecimal) }
                    .map { String(decoding: $0, as: UTF8.self) }
            })
    }

    /// Returns what may be an id anywhere in a shell command: `exec git cherry-pick -x 1a2b3c4..5d6e7f8`. It may be
    /// in capitals or at the end of a description, as in `v1-2-g1a2b3c4`.
    private static func inCommand(_ line: [UInt8].SubSequence) -> [String] {
        line.split { !isWordCharacter($0) }.compactMap { word in
            let text = String(decoding: word, as: UTF8.self).lowercased()
            let id = text.hasPrefix("g") ? text.dropFirst() : text[...]
            return id.utf8.count >= 4 && id.utf8.allSatisfy(isHexadecimal) ? String(id) : nil
        }
    }

    private static func isWordCharacter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
