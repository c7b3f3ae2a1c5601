/// The id of a git object: 20 bytes (SHA-1) or 32 (SHA-256). Cheap to copy and to hash, for walks over whole histories.
package struct ObjectID: Equatable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)
    /// The length of the id in bytes: 20 or 32.
    let count: Int

    /// Reads an id from raw bytes.
    /// - Returns: nil where fewer than `count` bytes follow `offset`.
    init?(_ bytes: [UInt8], at offset: Int, count: Int) {
        guard count == 20 || count == 32, offset >= 0, bytes.count - offset >= count else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { target in
            bytes.withUnsafeBytes { source in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<(offset + count)]))
            }
        }
        self.words = words
        self.count = count
    }

    /// Reads an id from its digits.
    /// - Parameter hexadecimal: the full id, 40 or 64 digits.
    package init?(_ hexadecimal: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in hexadecimal.utf8 {
            guard let value = Self.value(digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard high == nil else { return nil }
        self.init(bytes, at: 0, count: bytes.count)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// The raw bytes.
    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0.prefix(count)) } }

    /// All digits, in lower case.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether both ids have the same length and the same bytes.
    package static func == (left: ObjectID, right: ObjectID) -> Bool {
        left.words == right.words && left.count == right.count
    }
}

extension ObjectID: Hashable {
    /// Feeds the first eight bytes to the hasher: they are as good as all of them.
    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
