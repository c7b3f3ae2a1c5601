internal import Files
internal import HookCore

/// The block before each member: POSIX's ustar, with GNU's form of numbers that are too large for octal digits.
enum TarHeader {
    static let blockSize = 512

    /// Members that say something about the next one.
    enum Extension: UInt8 {
        /// GNU: the path of the next member is the content.
        case longPath = 0x4C
        /// GNU: the same of its link.
        case longLink = 0x4B
        /// POSIX: records about the next member.
        case records = 0x78
        /// POSIX: records about all members from here on.
        case globalRecords = 0x67
    }

    /// What a header is about.
    enum Meaning {
        case member(TarMember)
        case extended(Extension, size: UInt64)
        /// The block is all zero: a half of the end mark.
        case end
    }

    private enum Field {
        static let path = 0..<100
        static let mode = 100..<108
        static let user = 108..<116
        static let group = 116..<124
        static let size = 124..<136
        static let modified = 136..<148
        static let sum = 148..<156
        static let kind = 156
        static let link = 157..<257
        static let magic = 257..<263
        static let prefix = 345..<500
    }

    // MARK: - Reading

    /// Returns what a block of 512 bytes says.
    /// - Throws: `.archiveMalformed`.
    static func meaning(of block: [UInt8]) throws(ParallelError) -> Meaning {
        if block.allSatisfy({ $0 == 0 }) { return .end }
        guard number(block[Field.sum]) == sum(block) else { throw malformed("a header's sum is wrong") }
        let size = number(block[Field.size])
        if let kind = Extension(rawValue: block[Field.kind]) {
            guard let size else { throw malformed("a size is no number") }
            return .extended(kind, size: size)
        }
        // Before POSIX, files had a zero.
        let code = block[Field.kind] == 0 ? TarMember.Kind.file.rawValue : block[Field.kind]
        guard let kind = TarMember.Kind(rawValue: code) else { throw malformed("a member is of the kind \(code)") }
        guard let size, let mode = number(block[Field.mode]) else { throw malformed("a number has other digits") }
        var path = text(block[Field.path])
        // GNU has other fields where POSIX has the prefix.
        if block[Field.magic].last == 0, block[Field.magic].starts(with: Array("ustar".utf8)) {
            let prefix = text(block[Field.prefix])
            if !prefix.isEmpty { path = prefix + [0x2F] + path }
        }
        var member = TarMember(kind, path: path, mode: UInt32(truncatingIfNeeded: mode) & 0o7777)
        member.link = text(block[Field.link])
        member.size = kind == .file ? size : 0
        member.user = UInt32(truncatingIfNeeded: number(block[Field.user]) ?? 0)
        member.group = UInt32(truncatingIfNeeded: number(block[Field.group]) ?? 0)
        member.modified = Int64(clamping: number(block[Field.modified]) ?? 0)
        return .member(member)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> PathBytes { Array(field.prefix { $0 != 0 }) }

    /// Returns a number in octal digits, or, where the first bit is set, in bytes; nil where it is neither or too
    /// large.
    private static func number(_ field: ArraySlice<UInt8>) -> UInt64? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            // A negative number, which only a time could be, is none.
            guard first & 0x40 == 0 else { return nil }
            return field.dropFirst().reduce(UInt64?(UInt64(first & 0x3F))) { value, byte in
                guard let value, value >> 56 == 0 else { return nil }
                return value << 8 | UInt64(byte)
            }
        }
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        if digits.isEmpty { return 0 }
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 8)
    }

    /// Returns the sum of all bytes, those of the sum itself taken as spaces.
    private static func sum(_ block: [UInt8]) -> UInt64 {
        block.indices.reduce(0) { $0 + (Field.sum.contains($1) ? 0x20 : UInt64(block[$1])) }
    }

    static func malformed(_ message: String) -> ParallelError {
        ParallelError(.archiveMalformed, operation: "read archive", message: message)
    }

    // MARK: - Writing

    /// Returns the blocks that stand before the content of a member.
    static func blocks(of member: TarMember) -> [UInt8] {
        var blocks: [UInt8] = []
        if member.path.count > Field.path.count { blocks += long(.longPath, text: member.path) }
        if member.link.count > Field.link.count { blocks += long(.longLink, text: member.link) }
        return blocks + block(of: member, kind: member.kind.rawValue)
    }

    /// Returns the zeros after so many bytes of content.
    static func padding(after size: UInt64) -> Int { Int((512 - size % 512) % 512) }

    private static func long(_ kind: Extension, text: PathBytes) -> [UInt8] {
        let content = text + [0]
        var member = TarMember(.file, path: Array("././@LongLink".utf8), mode: 0o644)
        member.size = UInt64(content.count)
        let zeros = [UInt8](repeating: 0, count: padding(after: member.size))
        return block(of: member, kind: kind.rawValue) + content + zeros
    }

    private static func block(of member: TarMember, kind: UInt8) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockSize)
        func put(_ bytes: some Collection<UInt8>, in field: Range<Int>) {
            block.replaceSubrange(field.prefix(bytes.count), with: bytes.prefix(field.count))
        }
        put(member.path, in: Field.path)
        put(digits(UInt64(member.mode), width: Field.mode.count), in: Field.mode)
        put(digits(UInt64(member.user), width: Field.user.count), in: Field.user)
        put(digits(UInt64(member.group), width: Field.group.count), in: Field.group)
        put(digits(member.size, width: Field.size.count), in: Field.size)
        put(digits(UInt64(max(0, member.modified)), width: Field.modified.count), in: Field.modified)
        block[Field.kind] = kind
        put(member.link, in: Field.link)
        put("ustar  ".utf8, in: Field.magic.lowerBound..<Field.magic.upperBound + 1)
        put(digits(sum(block), width: 7) + [0x20], in: Field.sum)
        return block
    }

    /// Returns a number in octal digits and a zero, or in bytes where it has too many digits.
    private static func digits(_ number: UInt64, width: Int) -> [UInt8] {
        let octal = Array(String(number, radix: 8).utf8)
        if octal.count < width { return [UInt8](repeating: 0x30, count: width - 1 - octal.count) + octal + [0] }
        let bytes = withUnsafeBytes(of: number.bigEndian) { Array($0) }
        return [0x80] + [UInt8](repeating: 0, count: max(0, width - 9)) + bytes.suffix(width - 1)
    }
}
