internal import Glibc
internal import HookCore

/// Finds mounts inside a directory as this process sees them, bind mounts of the same file system included.
package enum MountPoints {
    /// Returns the mount points below `directory` (a real path), from `/proc/self/mountinfo`; see
    /// proc_pid_mountinfo(5).
    package static func below(_ directory: String) -> [String] {
        let prefix = Array(directory.utf8) + [0x2F]
        return table.compactMap { fields in
            guard fields.count > 4 else { return nil }
            let mountPoint = unescaped(fields[4])
            return mountPoint.starts(with: prefix) ? mountPoint.display : nil
        }
    }

    /// Whether a path lies on a file system to which others may write unseen: one of a network, a hypervisor or a
    /// program.
    package static func isRemote(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        let device = deviceName(UInt64(status.st_dev))
        let line = table.last { $0.count > 2 && $0[2].elementsEqual(device) }
        // The type follows a dash, after any number of optional fields; see proc_pid_mountinfo(5).
        guard let line, let dash = line.firstIndex(where: { $0.elementsEqual([UInt8(ascii: "-")]) }),
            dash + 1 < line.count
        else { return false }
        let type = String(decoding: line[dash + 1], as: UTF8.self)
        return type.hasPrefix("fuse") || remoteTypes.contains(type)
    }

    /// Returns `major:minor` from a device number that makedev(3) made.
    private static func deviceName(_ device: UInt64) -> [UInt8] {
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        return Array("\(major):\(minor)".utf8)
    }

    private static let remoteTypes: Set<String> = [
        "9p", "afs", "ceph", "cifs", "nfs", "nfs4", "smb3", "smbfs", "vboxsf", "virtiofs",
    ]

    private static var table: [[ArraySlice<UInt8>]] { table("/proc/self/mountinfo") }

    /// Returns the fields of each line of a `mountinfo`.
    static func table(_ file: String) -> [[ArraySlice<UInt8>]] {
        let bytes = FileBytes.read(file, limit: 1 << 22) ?? []
        return bytes.split(separator: 0x0A).map { $0.split(separator: 0x20) }
    }

    /// Decodes a field. It has space, tab, line break and backslash as a backslash and three octal digits.
    static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                result.append(digits.reduce(0) { $0 &* 8 &+ ($1 - 0x30) })
                rest = rest.dropFirst(3)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
