internal import Dispatch
package import Files
internal import Glibc

/// Detects whether anything is written in some directories after it was made. It costs a system call per directory
/// instead of one per file.
///
/// inotify watches inodes, so a rename of the tree above them changes nothing. It does not see writes through a memory
/// mapping, nor those of other machines. So the caller asks separately which processes have files mapped, and network
/// file systems are refused. See inotify(7).
package final class TreeWatch {
    private let descriptor: Int32

    /// Watches the directories.
    /// - Parameter directories: paths below `root`. None of them but the root may hold a `.git`.
    /// - Returns: nil where one does, where one cannot be watched, or on a remote file system.
    package init?(_ root: String, directories: Set<PathBytes>) {
        descriptor = MountPoints.isRemote(root) ? -1 : inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        for directory in directories where !watch(directory, below: root) { return nil }
    }

    deinit {
        guard descriptor >= 0 else { return }
        // The kernel waits some milliseconds for all readers of the watches before it releases them. The caller need
        // not wait.
        DispatchQueue.global().async { [descriptor] in close(descriptor) }
    }

    /// Returns the subdirectories of `directories` that are not among these, and the number of other entries in
    /// `directories`. The root's `.git` is left out.
    package static func unwatched(
        _ root: String, directories: Set<PathBytes>
    ) -> (directories: [PathBytes], otherCount: Int) {
        var found: [PathBytes] = []
        var others = 0
        for directory in directories {
            guard let reader = try? DirectoryReader(directory, in: root) else { continue }
            var names: [PathBytes] = []
            let error = reader.visit { name, kind in
                guard kind == .directory || kind == .unknown else {
                    others += 1
                    return
                }
                names.append(Array(UnsafeRawBufferPointer(start: name, count: strlen(name))))
            }
            // A directory that cannot be read may hold something.
            if error != nil { others += 1 }
            for name in names {
                let path = directory.isEmpty ? name : directory + [0x2F] + name
                if directories.contains(path) { continue }
                var status = stat()
                guard lstat(path.absolute(in: root), &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { found.append(path) } else { others += 1 }
            }
        }
        var status = stat()
        let hasFile = lstat(root + "/.git", &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
        return (found, others - (directories.contains([]) && hasFile ? 1 : 0))
    }

    /// Whether nothing has happened since.
    package var isQuiet: Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return read(descriptor, &buffer, buffer.count) < 0 && errno == EAGAIN
    }

    private func watch(_ directory: PathBytes, below root: String) -> Bool {
        let changes = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
        let path = directory.isEmpty ? [] : [0x2F] + directory
        let absolute = Array(root.utf8) + path
        let mask = UInt32(changes) | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)
        guard inotify_add_watch(descriptor, (absolute + [0]).map { CChar(bitPattern: $0) }, mask) >= 0 else {
            return false
        }
        if directory.isEmpty { return true }
        return access((absolute + Array("/.git".utf8) + [0]).map { CChar(bitPattern: $0) }, F_OK) != 0
    }
}
