/// Splits the answer of `git cat-file --batch`.
struct BatchReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Returns the next object's content; nil when it is missing.
    mutating func next() -> [UInt8]? {
        guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
        let header = bytes[position..<end].split(separator: 0x20)
        position = end + 1
        guard header.count == 3, let size = Int(String(decoding: header[2], as: UTF8.self)),
            position + size < bytes.count + 1
        else { return nil }
        defer { position += size + 1 }
        return Array(bytes[position..<(position + size)])
    }
}
