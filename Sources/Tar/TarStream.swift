internal import Files
internal import Glibc
package import HookCore

/// Makes a tar archive of files and folders while it is read, in pieces of any size. Belongs to one thread at a
/// time.
///
/// Symbolic links below a named folder stay links; a named path is followed. What is neither file, folder nor link is
/// an error.
package final class TarStream: @unchecked Sendable {
    /// A path of the host and what it is called in the archive.
    package struct Source: Sendable {
        package var path: String
        /// The path inside: relative, and empty for a folder whose entries stand at the top.
        package var target: String

        package init(_ path: String, target: String) {
            self.path = path
            self.target = target
        }
    }

    private struct Item {
        let path: PathBytes
        let target: PathBytes
        var isNamed = false
    }

    private let user: UInt32
    private let group: UInt32
    /// What is still to be put in, the next one last.
    private var items: [Item] = []
    private var pending: [UInt8] = []
    private var position = 0
    private var file: (descriptor: Int32, left: UInt64, padding: Int, path: PathBytes)?
    private var isEnded = false

    /// - Parameters:
    ///   - user: the owner of everything in the archive.
    ///   - group: its group.
    package init(_ sources: [Source], user: UInt32, group: UInt32) {
        (self.user, self.group) = (user, group)
        var parents: Set<String> = []
        for source in sources {
            var folder = ""
            for part in FilePath.parts(of: source.target).dropLast() {
                folder += "\(part)/"
                if parents.insert(folder).inserted { append(folder: Array(folder.utf8), mode: 0o755, modified: 0) }
            }
        }
        items = sources.reversed().map {
            Item(path: Array($0.path.utf8), target: Array($0.target.utf8), isNamed: true)
        }
    }

    /// An archive with folders alone.
    package init(folders: [String], mode: UInt32, user: UInt32, group: UInt32) {
        (self.user, self.group) = (user, group)
        for folder in folders { append(folder: Array((folder + "/").utf8), mode: mode, modified: 0) }
    }

    deinit { if let file { close(file.descriptor) } }

    /// Fills a buffer from its start with what comes next.
    /// - Returns: the number of bytes; 0 at the end.
    /// - Throws: `.fileUnreadable`; `.fileChanged` where a file has become shorter.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ParallelError) -> Int {
        while position == pending.count {
            pending.removeAll(keepingCapacity: true)
            position = 0
            if isEnded { return 0 }
            try advance()
        }
        let count = min(buffer.count, pending.count - position)
        buffer.copyBytes(from: pending[position..<(position + count)])
        position += count
        return count
    }

    private func advance() throws(ParallelError) {
        if file != nil {
            try readFile()
        } else if let item = items.popLast() {
            try append(item)
        } else {
            pending = [UInt8](repeating: 0, count: 2 * TarHeader.blockSize)
            isEnded = true
        }
    }

    private func append(_ item: Item) throws(ParallelError) {
        var status = stat()
        let path = Self.cString(item.path)
        guard (item.isNamed ? stat(path, &status) : lstat(path, &status)) == 0 else { throw unreadable(item.path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: try open(item)
        case S_IFDIR: try append(folder: item, status: status)
        case S_IFLNK: try append(link: item, status: status)
        default: throw unreadable(item.path, cause: "it is no file, folder or link")
        }
    }

    private func open(_ item: Item) throws(ParallelError) {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (item.isNamed ? 0 : O_NOFOLLOW)
        let descriptor = Glibc.open(Self.cString(item.path), flags)
        guard descriptor >= 0 else { throw unreadable(item.path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw unreadable(item.path, cause: "it is no file any more")
        }
        var member = member(.file, path: item.target, status: status)
        member.size = UInt64(status.st_size)
        pending += TarHeader.blocks(of: member)
        file = (descriptor, member.size, TarHeader.padding(after: member.size), item.path)
    }

    private func readFile() throws(ParallelError) {
        guard let (descriptor, left, padding, path) = file else { return }
        guard left > 0 else {
            pending = [UInt8](repeating: 0, count: padding)
            close(descriptor)
            file = nil
            return
        }
        var code: Int32 = 0
        pending = [UInt8](unsafeUninitializedCapacity: Int(min(left, 1 << 18))) { bytes, count in
            repeat { count = Glibc.read(descriptor, bytes.baseAddress, bytes.count) } while count < 0 && errno == EINTR
            code = count < 0 ? errno : 0
            count = max(0, count)
        }
        if code != 0 { throw unreadable(path, cause: String(cString: strerror(code))) }
        guard !pending.isEmpty else {
            throw ParallelError(
                .fileChanged, operation: "read", subject: path.display, message: "it has become shorter meanwhile")
        }
        file?.left = left - UInt64(pending.count)
    }

    private func append(folder item: Item, status: stat) throws(ParallelError) {
        if !item.target.isEmpty {
            append(
                folder: item.target + [0x2F], mode: UInt32(status.st_mode) & 0o777,
                modified: Int64(status.st_mtim.tv_sec))
        }
        do throws(Errno) {
            let entries = try DirectoryReader(item.path, in: "").entries().sorted {
                $1.name.lexicographicallyPrecedes($0.name)
            }
            for entry in entries {
                let target = item.target.isEmpty ? entry.name : item.target + [0x2F] + entry.name
                items.append(Item(path: item.path + [0x2F] + entry.name, target: target))
            }
        } catch {
            throw unreadable(item.path, cause: error.text)
        }
    }

    private func append(folder path: PathBytes, mode: UInt32, modified: Int64) {
        var member = TarMember(.folder, path: path, mode: mode)
        (member.user, member.group, member.modified) = (user, group, modified)
        pending += TarHeader.blocks(of: member)
    }

    private func append(link item: Item, status: stat) throws(ParallelError) {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = target.withUnsafeMutableBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { readlink(Self.cString(item.path), $0, text.count) } ?? -1
            }
        }
        guard count >= 0 else { throw unreadable(item.path) }
        var member = member(.symbolicLink, path: item.target, status: status)
        member.link = Array(target[..<count])
        pending += TarHeader.blocks(of: member)
    }

    private func member(_ kind: TarMember.Kind, path: PathBytes, status: stat) -> TarMember {
        var member = TarMember(kind, path: path, mode: UInt32(status.st_mode) & 0o777)
        (member.user, member.group, member.modified) = (user, group, Int64(status.st_mtim.tv_sec))
        return member
    }

    private static func cString(_ path: PathBytes) -> [CChar] { (path + [0]).map { CChar(bitPattern: $0) } }

    private func unreadable(_ path: PathBytes, cause: String? = nil) -> ParallelError {
        ParallelError(
            .fileUnreadable, operation: "read", subject: path.display, message: "it cannot be copied",
            cause: cause ?? String(cString: strerror(errno)))
    }
}
