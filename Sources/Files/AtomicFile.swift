internal import Glibc
package import HookCore

/// Reads and replaces small files that people or other programs write, too: settings, profiles.
///
/// A replacement is there whole or not at all, even after a power cut (see `FileReplacement`). Symbolic links are
/// followed, so that managers of dotfiles keep theirs. Mode and owner stay; hard links, extended attributes and access
/// lists are not carried over. Between the last comparison and the rename another program could still write; there is
/// no lock that Claude Code would respect.
package enum AtomicFile {
    /// The size limit in bytes. Larger files are refused: no file that we edit is so large.
    package static let maximumSize = 64 << 20

    /// Returns the content of the file; `nil` when there is none (a dangling link included).
    /// - Throws: `.fileUnreadable` for anything else: folders, devices, missing permission.
    package static func read(_ path: String) throws(ParallelError) -> [UInt8]? {
        let target = try resolve(path)
        do throws(Errno) {
            guard let facts = try FileFacts(ofLinkAt: target) else { return nil }
            guard facts.isRegular else { throw Errno(code: facts.isFolder ? EISDIR : EINVAL) }
            return try Descriptor(opening: target, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK).readAll(
                limit: maximumSize)
        } catch {
            throw unreadable(path, error: error)
        }
    }

    /// Whether a file of any kind, a dangling link included, is at `path`. False where that cannot be told.
    package static func exists(_ path: String) -> Bool {
        (try? FileFacts(ofLinkAt: path)) != nil
    }

    /// Makes `contents` the content of the file, provided that it still is `expected` (`nil` = there is no file). A new
    /// file gets `mode` less the umask, and missing folders are made with mode 0700.
    /// - Throws: `.fileChanged` when another program has written to it meanwhile, `.fileUnwritable` when the system
    ///   refuses. The file is untouched then.
    package static func write(
        _ contents: [UInt8], to path: String, replacing expected: [UInt8]?, mode: UInt32 = 0o644
    ) throws(ParallelError) {
        let target = try resolve(path)
        let replacement: FileReplacement
        do throws(Errno) {
            try createFolder(FilePath.folder(of: target))
            let facts = try FileFacts(ofLinkAt: target)
            if let facts, !facts.isRegular { throw Errno(code: facts.isFolder ? EISDIR : EINVAL) }
            replacement = try FileReplacement(of: target, bytes: contents, mode: mode, like: facts, isDurable: true)
        } catch {
            throw unwritable(path, error: error)
        }
        do throws(ParallelError) {
            try requireContent(expected, of: path)
        } catch {
            replacement.discard()
            throw error
        }
        do throws(Errno) { try replacement.commit() } catch { throw unwritable(path, error: error) }
    }

    /// Deletes the file, provided that its content still is `expected`. A link to it stays.
    package static func delete(_ path: String, replacing expected: [UInt8]) throws(ParallelError) {
        let target = try resolve(path)
        try requireContent(expected, of: path)
        if unlink(target) != 0 { throw unwritable(path, error: .current) }
        // Some file systems cannot sync a folder. The file is gone nevertheless, so this is no failure.
        try? Descriptor(opening: FilePath.folder(of: target), flags: O_RDONLY | O_DIRECTORY).synchronize()
    }

    /// Deletes a folder if it is empty.
    /// - Returns: whether it was deleted.
    @discardableResult
    package static func deleteFolderIfEmpty(_ path: String) -> Bool {
        rmdir(path) == 0
    }

    /// Returns the path that `path` leads to when the symbolic links at its end are followed. The last one may dangle.
    package static func resolve(_ path: String) throws(ParallelError) -> String {
        var target = path
        do throws(Errno) {
            for _ in 0..<40 {
                guard let facts = try FileFacts(ofLinkAt: target), facts.isSymbolicLink else { return target }
                target = FilePath.absolute(try linkContent(target), in: FilePath.folder(of: target))
            }
            throw Errno(code: ELOOP)
        } catch {
            throw unreadable(path, error: error)
        }
    }

    // MARK: - Steps

    private static func requireContent(_ expected: [UInt8]?, of path: String) throws(ParallelError) {
        if try read(path) == expected { return }
        throw ParallelError(
            .fileChanged, operation: "write", subject: path,
            message: "the file was changed by another program meanwhile", hint: "run the command again")
    }

    private static func createFolder(_ path: String) throws(Errno) {
        if access(path, F_OK) == 0 || path == "/" || path == "." { return }
        try createFolder(FilePath.folder(of: path))
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .current }
    }

    private static func linkContent(_ path: String) throws(Errno) -> String {
        guard let target = LinkTarget.text(path) else { throw .current }
        return target
    }

    private static func unreadable(_ path: String, error: Errno) -> ParallelError {
        ParallelError(
            .fileUnreadable, operation: "read", subject: path, message: "the file cannot be read", cause: error.text)
    }

    private static func unwritable(_ path: String, error: Errno) -> ParallelError {
        ParallelError(
            .fileUnwritable, operation: "write", subject: path, message: "the file cannot be written",
            hint: error.remedy(in: "the file and of its folder"), cause: error.text)
    }
}
