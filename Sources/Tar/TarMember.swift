package import Files

/// One member of a tar archive: a file, folder or link.
package struct TarMember: Equatable, Sendable {
    /// The kinds of members, by the byte that stands in the header.
    package enum Kind: UInt8, Sendable {
        case file = 0x30
        case hardLink
        case symbolicLink
        case characterDevice
        case blockDevice
        case folder
        case fifo
    }

    package var kind: Kind
    /// The path as it stands in the archive, which may say anything.
    package var path: PathBytes
    /// The target of a link.
    package var link: PathBytes = []
    /// The number of bytes that follow; 0 for all but files.
    package var size: UInt64 = 0
    /// The permission bits.
    package var mode: UInt32
    package var user: UInt32 = 0
    package var group: UInt32 = 0
    /// Seconds since 1970.
    package var modified: Int64 = 0

    package init(_ kind: Kind, path: PathBytes, mode: UInt32) {
        self.kind = kind
        self.path = path
        self.mode = mode
    }
}
