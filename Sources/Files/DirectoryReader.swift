internal import Glibc

/// An entry of a directory: its name and, as far as the file system tells, its kind.
package struct DirectoryEntry: Sendable {
    /// The kind of file that an entry names.
    package enum Kind: Sendable {
        case directory
        case regular
        case symbolicLink
        /// A socket, a FIFO, a device.
        case other
        /// The file system does not tell the kind; lstat does.
        case unknown
    }

    /// The name, which need not be UTF-8.
    package let name: PathBytes
    /// The kind, as far as the file system tells.
    package let kind: Kind
}

/// The only reader of directories. `.` and `..` are left out; the order is the file system's.
package struct DirectoryReader: ~Copyable {
    private let stream: OpaquePointer

    /// Opens a directory.
    /// - Throws: the errno; nothing is open then.
    package init(_ path: String) throws(Errno) { self.init(try Self.opened(opendir(path))) }

    /// Opens a path below a directory, which need not be UTF-8. An empty path stands for the directory itself.
    package init(_ path: PathBytes, in directory: String) throws(Errno) {
        self.init(try Self.opened(opendir(path.absolute(in: directory))))
    }

    /// Takes over an open directory, even where this throws.
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

    /// The descriptor for calls like `fstatat`. It is valid as long as the reader.
    package var descriptor: Int32 { dirfd(stream) }

    /// Returns all entries that are left to read.
    /// - Throws: the errno where the rest cannot be read. The entries read so far are no answer then.
    package func entries() throws(Errno) -> [DirectoryEntry] {
        var found: [DirectoryEntry] = []
        let error = visit { name, kind in
            found.append(
                DirectoryEntry(name: Array(UnsafeRawBufferPointer(start: name, count: strlen(name))), kind: kind))
        }
        if let error { throw error }
        return found
    }

    /// Calls `body` for each entry without copying its name, for trees of many files. A name is valid during its call
    /// only.
    /// - Returns: the error that kept the rest from being read; nil when all was read.
    package func visit(_ body: (_ name: UnsafePointer<CChar>, _ kind: DirectoryEntry.Kind) -> Void) -> Errno? {
        while true {
            // readdir returns nil at the end too, without an error (readdir(3)).
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
