package import Glibc
internal import HookCore

/// A file that is about to take the place of another, or to be the first of its name. Until `commit` its content lies
/// beside it under another name. So a reader sees the old content or the new, never a part, and a full disk leaves the
/// old one.
package struct FileReplacement {
    private let target: String
    private let temporary: String
    private let isDurable: Bool

    /// The name of the content until `commit`. A thread has one for each file, so a killed process leaves at most one.
    package static func temporaryPath(of target: String) -> String { "\(target).parallel-cc-\(gettid())" }

    /// Removes what killed processes have left beside a file. Call it only while no other process can replace the file.
    package static func removeLeftovers(of target: String) {
        let folder = FilePath.folder(of: target)
        let prefix = FilePath.name(of: target) + ".parallel-cc-"
        for name in DirectoryNames.list(folder) where name.utf8.starts(with: prefix.utf8) {
            let thread = name.utf8.dropFirst(prefix.utf8.count)
            if !thread.isEmpty, thread.allSatisfy({ (0x30...0x39).contains($0) }) { unlink("\(folder)/\(name)") }
        }
    }

    /// Writes the content beside the file. Where that fails, nothing is left of it.
    /// - Parameters:
    ///   - target: the path of the file; its folder exists, and a link there is replaced itself.
    ///   - mode: the permissions; the umask applies.
    ///   - facts: those of the file that goes: the new one gets its permissions and owner instead.
    ///   - isDurable: whether the old or the new content is there even after a power cut.
    /// - Throws: the errno.
    package init(
        of target: String, bytes: [UInt8], mode: mode_t, like facts: FileFacts? = nil, isDurable: Bool
    ) throws(Errno) {
        self.target = target
        self.isDurable = isDurable
        temporary = Self.temporaryPath(of: target)
        unlink(temporary)
        do throws(Errno) {
            let file = try Descriptor(
                opening: temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
            try file.writeAll(bytes)
            if let facts { try file.setOwnerAndMode(of: facts) }
            if isDurable { try file.synchronize() }
        } catch {
            discard()
            throw error
        }
    }

    /// Puts the content in its place. Where that fails, the old one is untouched, and nothing lies beside it.
    /// - Throws: the errno.
    package func commit() throws(Errno) {
        guard rename(temporary, target) == 0 else {
            let error = Errno.current
            discard()
            throw error
        }
        // Some file systems cannot sync a folder. The rename has happened nevertheless, so this is no failure.
        if isDurable {
            try? Descriptor(opening: FilePath.folder(of: target), flags: O_RDONLY | O_DIRECTORY).synchronize()
        }
    }

    /// Removes the content that was to be put in place.
    package func discard() { unlink(temporary) }
}
