/// FNV-1a of 64 bits, for names and look-ups that nobody attacks (the Fowler–Noll–Vo hash, RFC 9923).
package struct FNV1a {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package init(_ bytes: [UInt8]) { add(bytes) }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    package mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
