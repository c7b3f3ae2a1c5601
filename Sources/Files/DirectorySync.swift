internal import Glibc

/// Makes new names durable.
package enum DirectorySync {
    /// Syncs `root`/`path` and the directories between; one that does not exist has nothing to sync.
    package static func sync(_ root: String, at path: String) {
        var place = root
        for component in path.split(separator: "/") {
            place += "/" + component
            sync(place)
        }
    }

    /// Syncs one directory.
    package static func sync(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
