/// Replaces known values with their pseudonyms, the longest value first, where they are whole words.
struct KnownValues: Sendable {
    private let byFirstByte: [UInt8: [(value: [UInt8], name: [UInt8])]]

    /// Values that every user has, and words of parallel-cc's own sentences.
    private static let ordinary: Set<String> = ["claude", "git", "main", "master", "parallel-cc", "root"]

    /// Makes a replacer.
    /// - Parameter names: pseudonyms by value. Values of one or two characters stay: they are no secret, and all texts
    ///   are full of them.
    init(_ names: [String: String]) {
        let telling = names.filter { $0.key.utf8.count > 2 && !Self.ordinary.contains($0.key) }
        let pairs = telling.map { (value: Array($0.key.utf8), name: Array($0.value.utf8)) }
        byFirstByte = Dictionary(grouping: pairs) { $0.value.first ?? 0 }
            .mapValues { $0.sorted { $0.value.count > $1.value.count } }
    }

    func replaced(in text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let found = byFirstByte[bytes[index]]?.first(where: { Self.matches($0.value, bytes: bytes, at: index) })
            {
                result += found.name
                index += found.value.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func matches(_ value: [UInt8], bytes: [UInt8], at index: Int) -> Bool {
        let end = index + value.count
        guard end <= bytes.count, bytes[index..<end].elementsEqual(value) else { return false }
        let before = index == 0 ? nil : bytes[index - 1]
        let after = end == bytes.count ? nil : bytes[end]
        let isPath = value.first == UInt8(ascii: "/")
        return !continues(before, isPath: isPath) && (after == UInt8(ascii: "/") || !continues(after, isPath: isPath))
    }

    /// Whether a byte beside a value makes the value a part of something longer. A path that continues with anything
    /// but a slash is another path. For a name, a doubtful case counts as the name.
    private static func continues(_ byte: UInt8?, isPath: Bool) -> Bool {
        guard let byte else { return false }
        return switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "~"): isPath
        default: false
        }
    }
}
