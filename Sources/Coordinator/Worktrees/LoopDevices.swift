internal import Files
internal import HookCore

/// The files that the kernel itself holds open as disks.
enum LoopDevices {
    /// Returns the first device whose file is inside a directory with these paths.
    static func first(in places: [[UInt8]]) -> String? {
        DirectoryNames.list("/sys/block").first { name in
            guard name.hasPrefix("loop"), let file = FileBytes.read("/sys/block/\(name)/loop/backing_file")
            else { return false }
            return places.contains { file.starts(with: $0 + [0x2F]) }
        }.map { "/dev/" + $0 }
    }
}
