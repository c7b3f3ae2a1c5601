/// Helpers for plain text that need no grammar.
enum Words {
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Returns the text with every run of blanks as one space, and none at the ends.
    static func collapsed(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        var isPending = false
        for byte in bytes {
            if isBlank(byte) {
                isPending = !result.isEmpty
            } else {
                if isPending { result.append(0x20) }
                isPending = false
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Returns how similar two texts are, from 0 to 1: twice the common words divided by all words. A word is a run of
    /// letters, digits and underscores, or one other character.
    static func similarity(left: ArraySlice<UInt8>, right: ArraySlice<UInt8>) -> Double {
        let (first, second) = (words(left), words(right))
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for word in first { counts[word, default: 0] += 1 }
        var common = 0
        for word in second where counts[word, default: 0] > 0 {
            counts[word, default: 0] -= 1
            common += 1
        }
        let all = first.count + second.count
        return all == 0 ? 1 : Double(2 * common) / Double(all)
    }

    /// Returns the number of occurrences of each word.
    static func counts(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>: Int] {
        words(bytes).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// Returns the number of words.
    static func count(_ bytes: ArraySlice<UInt8>) -> Int { words(bytes).count }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start: Int?
        for (index, byte) in zip(bytes.indices, bytes) {
            let isLetter =
                byte >= 0x80 || byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
            if isLetter {
                start = start ?? index
                continue
            }
            if let first = start { result.append(bytes[first..<index]) }
            start = nil
            if !isBlank(byte) { result.append(bytes[index...index]) }
        }
        if let first = start { result.append(bytes[first...]) }
        return result
    }
}
