internal import CLibGit2

/// The SHA-1 of a git object in 20 bytes. Repositories of SHA-256 are previewed by the `git` program alone.
struct ObjectName: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// - Parameter bytes: at least 20.
    init(_ bytes: UnsafeRawPointer) {
        first = bytes.loadUnaligned(as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
    }

    init(_ id: git_oid) {
        self = withUnsafeBytes(of: id) { bytes in
            ObjectName(
                first: bytes.loadUnaligned(as: UInt64.self),
                second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                third: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        }
    }

    private init(first: UInt64, second: UInt64, third: UInt32) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// nil for what is no id of 40 hexadecimal digits.
    init?(_ text: String) {
        var id = git_oid()
        guard text.utf8.count == 40, git_oid_fromstr(&id, text) == 0 else { return nil }
        self.init(id)
    }

    /// For libgit2.
    var id: git_oid {
        var id = git_oid()
        withUnsafeMutableBytes(of: &id) { bytes in
            bytes.storeBytes(of: first, as: UInt64.self)
            bytes.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: third, toByteOffset: 16, as: UInt32.self)
        }
        return id
    }

    /// 20 bytes, as they stand in tree objects.
    var bytes: [UInt8] { withUnsafeBytes(of: id) { Array($0) } }

    /// 40 hexadecimal digits.
    var text: String {
        var id = id
        return hexadecimal(&id)
    }
}
