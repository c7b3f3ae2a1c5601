internal import Glibc

/// What lies in one directory: name and, as far as the file system says so, kind.
package struct DirectoryEntry: Sendable {
    package enum Kind: Sendable {
        case directory
        case regular
        case symbolicLink
        /// A socket, a FIFO, a device.
        case other
        /// The file system does not say; lstat does.
        case unknown
    }

    /// Need not be UTF-8.
    package let name: PathBytes
    package let kind: Kind
}

/// The one reader of directories. `.` and `..` are left out; the order is the file system's.
package struct DirectoryReader: ~Copyable {
    private let stream: OpaquePointer

    /// - Throws: the errno; nothing is open then.
    package init(_ path: String) throws(Errno) { self.init(try Self.opened(opendir(path))) }

    /// The same for a path below a directory, which need not be UTF-8; empty stands for the directory itself.
    package init(_ path: PathBytes, in directory: String) throws(Errno) {
        self.init(try Self.opened(opendir(path.absolute(in: directory))))
    }

    /// Takes over an open directory, also where this throws.
    package init(owning descriptor: Int32) throws(Errno) {
        guard let stream = fdopendir(descriptor) else {
            let error = Errno.current
            close(descriptor)
            throw error
        }
        self.init(stream)
    }

    private init(_ stream: OpaquePointer) { self.stream = stream }

    deinit { closedir(stream) }

    private static func opened(_ stream: OpaquePointer?) throws(Errno) -> OpaquePointer {
        guard let stream else { throw .current }
        return stream
    }

    /// For calls like `fstatat`. Valid as long as the reader.
    package var descriptor: Int32 { dirfd(stream) }

    /// All entries that are left to read.
    /// - Throws: the errno where the rest cannot be read: what was read is no answer then.
    package func entries() throws(Errno) -> [DirectoryEntry] {
        var found: [DirectoryEntry] = []
        let error = visit { name, kind in
            found.append(
                DirectoryEntry(name: Array(UnsafeRawBufferPointer(start: name, count: strlen(name))), kind: kind))
        }
        if let error { throw error }
        return found
    }

    /// The same without a copy of each name, for trees of many files: a name is valid during its call only.
    /// - Returns: why the rest could not be read; nil when all was.
    package func visit(_ body: (_ name: UnsafePointer<CChar>, _ kind: DirectoryEntry.Kind) -> Void) -> Errno? {
        while true {
            // At the end nil comes without an error (readdir(3)).
            errno = 0
            guard let entry = readdir(stream) else { return errno == 0 ? nil : .current }
            withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    if name[0] == 0x2E, name[1] == 0 || (name[1] == 0x2E && name[2] == 0) { return }
                    body(name, Self.kind(entry.pointee.d_type))
                }
            }
        }
    }

    private static func kind(_ type: UInt8) -> DirectoryEntry.Kind {
        switch Int(type) {
        case Int(DT_DIR): .directory
        case Int(DT_REG): .regular
        case Int(DT_LNK): .symbolicLink
        case Int(DT_UNKNOWN): .unknown
        default: .other
        }
    }
}
