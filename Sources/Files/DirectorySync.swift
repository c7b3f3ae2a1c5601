internal import Glibc
internal import HookCore

/// Makes new names of files durable.
package enum DirectorySync {
    /// Syncs `root`/`path` and the directories between. A directory that does not exist needs no sync.
    package static func sync(_ root: String, at path: String) {
        var directory = root
        for component in FilePath.parts(of: path) {
            directory += "/" + component
            sync(directory)
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
