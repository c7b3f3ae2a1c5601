/// FNV-1a of 64 bits, for names and look-ups that need no protection against attacks (the Fowler–Noll–Vo hash, RFC
/// 9923).
package struct FNV1a {
    /// The hash of the bytes that were added so far.
    package var value: UInt64 { hash }
    @usableFromInline var hash: UInt64

    /// The hash of no bytes.
    package init() { hash = 0xcbf2_9ce4_8422_2325 }

    /// A hash that goes on from another value.
    package init(from value: UInt64) { hash = value }

    /// The hash of these bytes.
    package init(_ bytes: [UInt8]) {
        self.init()
        add(bytes)
    }

    /// The hash of the text's UTF-8 bytes.
    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// Adds bytes as if they followed the earlier ones.
    @inlinable package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
