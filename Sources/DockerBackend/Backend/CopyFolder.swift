internal import Files
internal import Glibc
internal import HookCore
internal import Tar

/// The folder in which a copy is made before it gets its name: beside the name, so that it appears whole or not at all.
/// It is deleted with the value.
struct CopyFolder: ~Copyable {
    private let target: String
    private let path: String
    /// The archive as it comes, without a name.
    private let archive: Int32
    private var files: String { path + "/files" }

    /// - Throws: `.cannotWrite`.
    init(in target: String) throws(ParallelError) {
        try FileWriter.makeDirectory(target)
        var template = Array("\(target)/.parallel-cc-copy-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Self.failure(target) }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let name = path + "/archive"
        let archive = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard archive >= 0, unlink(name) == 0, mkdir(path + "/files", 0o700) == 0 else {
            let failure = Self.failure(path)
            if archive >= 0 { close(archive) }
            try? TreeDeletion.delete(path)
            throw failure
        }
        (self.target, self.path, self.archive) = (target, path, archive)
    }

    deinit {
        close(archive)
        try? TreeDeletion.delete(path)
    }

    func append(_ piece: UnsafeRawBufferPointer) throws(ParallelError) {
        var rest = piece[...]
        while !rest.isEmpty {
            let count = write(archive, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno != EINTR { throw Self.failure(path) }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Unpacks what has come.
    func unpack() throws(ParallelError) {
        guard lseek(archive, 0, SEEK_SET) == 0 else { throw Self.failure(path) }
        var reader = TarReader(archive)
        try TarUnpacker(into: files).unpack(&reader)
    }

    /// Gives what was unpacked its place. A file of that name is replaced, a folder with something in it is not.
    func hand(over name: String) throws(ParallelError) {
        let place = target + "/" + name
        guard rename(files + "/" + name, place) == 0 else { throw Self.failure(place) }
    }

    private static func failure(_ path: String) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "copy out of sandbox", subject: path, message: "it cannot be written",
            cause: String(cString: strerror(errno)))
    }
}
