internal import Files
internal import Glibc
package import HookCore

/// Reads a tar archive from an open file or pipe, member after member.
///
/// An archive counts as whole only with its end mark: what a container engine sends ends without one when a file became
/// shorter while it was read, and its answer is a success nevertheless.
package struct TarReader: ~Copyable {
    /// The most bytes of records or of a path.
    private static let mostExtension: UInt64 = 1 << 20

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    /// What is left of the present member, its padding not counted.
    private var left: UInt64 = 0
    private var padding = 0

    /// - Parameter descriptor: stays the caller's.
    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Returns the next member; nil after the end mark. What was not read of the one before is skipped.
    /// - Throws: `.archiveIncomplete`, `.archiveMalformed`, `.fileUnreadable`.
    package mutating func next() throws(ParallelError) -> TarMember? {
        try readContent { _ in }
        var records: [String: [UInt8]] = [:]
        while true {
            switch try TarHeader.meaning(of: try take(TarHeader.blockSize)) {
            case .end:
                guard case .end = try TarHeader.meaning(of: try take(TarHeader.blockSize)) else {
                    throw TarHeader.malformed("half an end mark stands between members")
                }
                return nil
            case .extended(let kind, let size):
                try read(kind, size: size, into: &records)
            case .member(var member):
                try Self.apply(records, to: &member)
                left = member.size
                padding = TarHeader.padding(after: member.size)
                return member
            }
        }
    }

    /// Hands over the content of the present member in pieces.
    package mutating func readContent(
        _ take: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        while left > 0 {
            if position == buffer.count { try fill() }
            let end = position + Int(min(left, UInt64(buffer.count - position)))
            var result: Result<Void, ParallelError> = .success(())
            buffer.withUnsafeBytes { bytes in
                let piece = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
                result = Result { () throws(ParallelError) in try take(piece) }
            }
            try result.get()
            left -= UInt64(end - position)
            position = end
        }
        _ = try self.take(padding)
        padding = 0
    }

    private mutating func read(
        _ kind: TarHeader.Extension, size: UInt64, into records: inout [String: [UInt8]]
    ) throws(ParallelError) {
        guard size <= Self.mostExtension else { throw TarHeader.malformed("a name has \(size) bytes") }
        let content = try take(Int(size))
        _ = try take(TarHeader.padding(after: size))
        switch kind {
        case .longPath: records["path"] = Array(content.prefix { $0 != 0 })
        case .longLink: records["linkpath"] = Array(content.prefix { $0 != 0 })
        case .records: records.merge(try Self.records(of: content)) { $1 }
        // Git writes its commit into them; nothing of a member stands there in archives of engines.
        case .globalRecords: break
        }
    }

    /// Returns the records `LENGTH KEY=VALUE\n`, where the length counts the whole record.
    private static func records(of content: [UInt8]) throws(ParallelError) -> [String: [UInt8]] {
        var rest = content[...]
        var records: [String: [UInt8]] = [:]
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != 0x20 }
            guard let length = Int(String(decoding: digits, as: UTF8.self)), length > digits.count + 1,
                length <= rest.count, rest[rest.startIndex + length - 1] == 0x0A
            else { throw TarHeader.malformed("a record about a member has another form") }
            let record = rest.prefix(length - 1).dropFirst(digits.count + 1)
            guard let equal = record.firstIndex(of: 0x3D) else {
                throw TarHeader.malformed("a record about a member has no value")
            }
            records[String(decoding: record[..<equal], as: UTF8.self)] = Array(record[(equal + 1)...])
            rest = rest.dropFirst(length)
        }
        return records
    }

    private static func apply(_ records: [String: [UInt8]], to member: inout TarMember) throws(ParallelError) {
        if let path = records["path"] { member.path = path }
        if let link = records["linkpath"] { member.link = link }
        if let text = records["mtime"].map({ String(decoding: $0, as: UTF8.self) }), let time = Double(text) {
            member.modified = Int64(exactly: time.rounded(.down)) ?? 0
        }
        if records.keys.contains(where: { $0.hasPrefix("GNU.sparse.") }) {
            throw TarHeader.malformed("a member has holes")
        }
        guard member.kind == .file, let size = records["size"] else { return }
        guard let size = UInt64(String(decoding: size, as: UTF8.self)) else {
            throw TarHeader.malformed("a size is no number")
        }
        member.size = size
    }

    // MARK: - Bytes

    private mutating func take(_ count: Int) throws(ParallelError) -> [UInt8] {
        var taken: [UInt8] = []
        while taken.count < count {
            if position == buffer.count { try fill() }
            let end = min(position + count - taken.count, buffer.count)
            taken += buffer[position..<end]
            position = end
        }
        return taken
    }

    private mutating func fill() throws(ParallelError) {
        buffer = [UInt8](unsafeUninitializedCapacity: 1 << 18) { bytes, count in
            repeat {
                count = max(-1, Glibc.read(descriptor, bytes.baseAddress, bytes.count))
            } while count < 0 && errno == EINTR
            failure = count < 0 ? errno : 0
            count = max(0, count)
        }
        position = 0
        if failure != 0 {
            throw ParallelError(
                .fileUnreadable, operation: "read archive", message: "it cannot be read",
                cause: String(cString: strerror(failure)))
        }
        if buffer.isEmpty {
            throw ParallelError(.archiveIncomplete, operation: "read archive", message: "its end is missing")
        }
    }

    private var failure: Int32 = 0
}
