internal import Glibc
internal import HookCore

/// The paths under which mounts show one directory: bind mounts of it, of one above or of something inside, and further
/// mounts of its file system.
package struct MountAliases {
    /// `major:minor` of its file system.
    private let device: [UInt8]
    /// Where it is in its file system; empty for the root.
    private let place: [UInt8]

    /// - Parameter directory: a real path. Nil when it is not there, or its mount cannot be told.
    package init?(of directory: String) {
        guard let descriptor = try? Descriptor(opening: directory, flags: O_PATH) else { return nil }
        let facts = FileBytes.read("/proc/self/fdinfo/\(descriptor.number)", limit: 4_096) ?? []
        let label = Array("mnt_id:\t".utf8)
        guard let id = facts.split(separator: 0x0A).first(where: { $0.starts(with: label) })?.dropFirst(label.count),
            let mount = MountPoints.table("/proc/self/mountinfo").first(where: { $0.count > 4 && $0[0] == id })
        else { return nil }
        let point = Self.prefix(mount[4])
        let path = Array(directory.utf8)
        guard path == point || path.starts(with: point + [0x2F]) else { return nil }
        device = Array(mount[2])
        place = Self.prefix(mount[3]) + path.dropFirst(point.count)
    }

    /// - Parameter file: a `mountinfo`; see proc_pid_mountinfo(5).
    package func paths(in file: String) -> [[UInt8]] {
        MountPoints.table(file).compactMap { fields in
            guard fields.count > 4, fields[2].elementsEqual(device) else { return nil }
            let (root, point) = (Self.prefix(fields[3]), Self.prefix(fields[4]))
            if place == root || place.starts(with: root + [0x2F]) { return point + place.dropFirst(root.count) }
            return root.starts(with: place + [0x2F]) ? point : nil
        }
    }

    /// What stands before the rest of a path: nothing for `/`.
    private static func prefix(_ field: ArraySlice<UInt8>) -> [UInt8] {
        let path = MountPoints.unescaped(field)
        return path == [0x2F] ? [] : path
    }
}
