internal import Files
internal import Glibc
package import HookCore

/// Writes the members of an archive into a folder, and nothing outside of it, whatever the archive says: absolute
/// paths, `..`, links that lead out and members that come twice end it with `.archiveRefused`.
///
/// Every folder on the way is opened without following a link. Owners are not kept, nor are set-user-id and extended
/// attributes; FIFOs and devices are left out.
package struct TarUnpacker: ~Copyable {
    private let folder: String
    private let root: Int32

    /// - Parameter folder: an empty folder that nobody else writes to.
    /// - Throws: `.cannotWrite`.
    package init(into folder: String) throws(ParallelError) {
        self.folder = folder
        root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        if root < 0 { throw Self.failure(folder) }
    }

    deinit { close(root) }

    /// Unpacks a whole archive.
    /// - Throws: `.archiveRefused`, `.cannotWrite`; what `TarReader` throws. What was written stays.
    package func unpack(_ archive: inout TarReader) throws(ParallelError) {
        while let member = try archive.next() {
            guard let path = SafePath(member.path) else {
                throw refused(member, because: "its path leads out of the folder")
            }
            guard let name = path.names.last else {
                if member.kind == .folder { continue }
                throw refused(member, because: "it has no name")
            }
            guard let parent = try Parent(of: path.names, root: root) else {
                throw refused(member, because: "something else lies where its folder should")
            }
            try write(member, name: name.map { CChar(bitPattern: $0) } + [0], in: parent, path: path, from: &archive)
        }
    }

    private func write(
        _ member: TarMember, name: [CChar], in parent: borrowing Parent, path: SafePath, from archive: inout TarReader
    ) throws(ParallelError) {
        switch member.kind {
        case .folder:
            if mkdirat(parent.descriptor, name, 0o700) != 0, errno != EEXIST { throw Self.failure(display(member)) }
            // A link of that name would be followed.
            let made = openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard made >= 0 else { throw refused(member, because: "something else lies there") }
            fchmod(made, mode_t(member.mode) & 0o777 | 0o700)
            close(made)
        case .file: try writeFile(member, name: name, in: parent, from: &archive)
        case .symbolicLink:
            guard path.mayLead(to: member.link) else { throw refused(member, because: "it leads out of the folder") }
            let target = member.link.map { CChar(bitPattern: $0) } + [0]
            guard symlinkat(target, parent.descriptor, name) == 0 else { throw existing(member) }
        case .hardLink: try link(member, name: name, in: parent)
        case .fifo, .characterDevice, .blockDevice: break
        }
    }

    private func writeFile(
        _ member: TarMember, name: [CChar], in parent: borrowing Parent, from archive: inout TarReader
    ) throws(ParallelError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let file = openat(parent.descriptor, name, flags, 0o600)
        guard file >= 0 else { throw existing(member) }
        defer { close(file) }
        let path = display(member)
        try archive.readContent { (piece) throws(ParallelError) in
            var rest = piece[...]
            while !rest.isEmpty {
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno != EINTR { throw Self.failure(path) }
                rest = rest.dropFirst(max(0, count))
            }
        }
        fchmod(file, mode_t(member.mode) & 0o777 | 0o600)
        let modified = timespec(tv_sec: Int(member.modified), tv_nsec: 0)
        _ = [modified, modified].withUnsafeBufferPointer { futimens(file, $0.baseAddress) }
    }

    /// Makes a second name of a file that came before.
    private func link(_ member: TarMember, name: [CChar], in parent: borrowing Parent) throws(ParallelError) {
        guard let target = SafePath(member.link), let last = target.names.last,
            let folder = try Parent(of: target.names, root: root)
        else { throw refused(member, because: "it is a link out of the folder") }
        let old = last.map { CChar(bitPattern: $0) } + [0]
        var status = stat()
        guard fstatat(folder.descriptor, old, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG,
            linkat(folder.descriptor, old, parent.descriptor, name, 0) == 0
        else { throw refused(member, because: "it is a link to a file that did not come") }
    }

    // MARK: - Folders

    /// The open folder of a member.
    private struct Parent: ~Copyable {
        let descriptor: Int32

        /// Opens the folder of a path, and makes what is missing of it; nil where something on the way is no folder.
        init?(of names: [PathBytes], root: Int32) throws(ParallelError) {
            var folder = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            for name in names.dropLast() where folder >= 0 {
                let cName = name.map { CChar(bitPattern: $0) } + [0]
                mkdirat(folder, cName, 0o700)
                let next = openat(folder, cName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
                let problem = errno
                close(folder)
                errno = problem
                folder = next
            }
            if folder < 0, errno != ENOTDIR, errno != ELOOP {
                throw TarUnpacker.failure(names.last?.display ?? "")
            }
            guard folder >= 0 else { return nil }
            descriptor = folder
        }

        deinit { close(descriptor) }
    }

    // MARK: - Errors

    private func display(_ member: TarMember) -> String { folder + "/" + member.path.display }

    private func existing(_ member: TarMember) -> ParallelError {
        errno == EEXIST ? refused(member, because: "it comes twice") : Self.failure(display(member))
    }

    private func refused(_ member: TarMember, because reason: String) -> ParallelError {
        ParallelError(
            .archiveRefused, operation: "unpack", subject: member.path.display,
            message: "it is not written: \(reason)")
    }

    private static func failure(_ path: String) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "write", subject: path, message: "it cannot be written",
            cause: String(cString: strerror(errno)))
    }
}
