internal import Glibc
internal import HookCore

/// The paths under which mounts show one directory. They are bind mounts of the directory, of one above it or of one
/// inside it, and further mounts of its file system.
package struct MountAliases {
    /// The number of its file system, as `major:minor`.
    private let device: [UInt8]
    /// The directory's path in its file system; empty for the root.
    private let location: [UInt8]

    /// Finds the mount that shows a directory; nil when the directory does not exist, or its mount cannot be told.
    /// - Parameter directory: a real path.
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
        location = Self.prefix(mount[3]) + path.dropFirst(point.count)
    }

    /// Returns the paths that show the directory or a part of it.
    /// - Parameter file: the path of a `mountinfo`; see proc_pid_mountinfo(5).
    package func paths(in file: String) -> [[UInt8]] {
        MountPoints.table(file).compactMap { fields in
            guard fields.count > 4, fields[2].elementsEqual(device) else { return nil }
            let (root, point) = (Self.prefix(fields[3]), Self.prefix(fields[4]))
            if location == root || location.starts(with: root + [0x2F]) {
                return point + location.dropFirst(root.count)
            }
            return root.starts(with: location + [0x2F]) ? point : nil
        }
    }

    /// Returns a field as the start of a longer path: nothing for `/`.
    private static func prefix(_ field: ArraySlice<UInt8>) -> [UInt8] {
        let path = MountPoints.unescaped(field)
        return path == [0x2F] ? [] : path
    }
}
