internal import HookCore

/// What is mounted inside a directory, bind mounts of the same file system included, as this process sees it.
package enum MountPoints {
    /// The mount points below `directory` (a real path), from `/proc/self/mountinfo`; see proc_pid_mountinfo(5).
    package static func below(_ directory: String) -> [String] {
        guard let table = FileBytes.read("/proc/self/mountinfo", limit: 1 << 22) else { return [] }
        let prefix = Array(directory.utf8) + [0x2F]
        return table.split(separator: 0x0A).compactMap { line in
            let fields = line.split(separator: 0x20, maxSplits: 5)
            guard fields.count > 4 else { return nil }
            let place = unescaped(fields[4])
            return place.starts(with: prefix) ? place.display : nil
        }
    }

    /// Space, tab, line break and backslash stand there as three octal digits.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
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
