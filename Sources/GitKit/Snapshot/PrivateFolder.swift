// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// The files of one rescue that other users may not read. They lie beside git's objects, in a folder that only their
/// owner may enter.
///
///     <common git directory>/parallel-cc/private/<rescue>/list   their names (`PrivateFile.name`, `PermissionList`)
///     <common git directory>/parallel-cc/private/<rescue>/<n>    the n-th of them
///     <common git directory>/parallel-cc/private/<rescue>/ids    the id of each as a blob, in lines (not in old ones)
package struct PrivateFolder {
    private static let listName = "list"
    private static let idsName = "ids"
    /// The end of a folder's name until its rescue is made.
    private static let unfinished = ".new"
    /// The time in seconds for which a folder may be unfinished.
    private static let unfinishedSeconds = 86_400

    private let commonDirectory: String
    private let finished: String

    /// The folder of the rescue with this id, which need not exist.
    package init(commonDirectory: String, rescue id: String) {
        self.commonDirectory = commonDirectory
        finished = Self.root(commonDirectory) + "/" + id
    }

    private static func root(_ commonDirectory: String) -> String { commonDirectory + "/parallel-cc/private" }

    /// The folder's path. It may still have its unfinished name: the process that made the rescue may have been killed
    /// before it renamed the folder.
    package var path: String {
        access(finished, F_OK) != 0 && access(finished + Self.unfinished, F_OK) == 0
            ? finished + Self.unfinished : finished
    }

    /// Copies the files into a new folder and compares the copies. All of it is on the disk when this returns. Call
    /// `finish` once the rescue is made.
    /// - Parameter root: returns the directory in which the files of a place lie.
    /// - Throws: `.cannotWrite`, `.unreadableFile`; then nothing of the folder is left.
    func store(_ files: [PrivateFile], from root: (PrivateFile.Place) -> String) throws(ParallelError) {
        try makeRoot()
        guard access(finished, F_OK) != 0, mkdir(finished + Self.unfinished, 0o700) == 0 else {
            throw failure("the folder cannot be made")
        }
        do throws(ParallelError) {
            for (number, file) in files.enumerated() {
                try copy(file.file, from: root(file.place), to: number)
            }
            let ids = try files.indices.map { (number) throws(ParallelError) in try id(number) ?? "" }
            let lines = Array(ids.map { $0 + "\n" }.joined().utf8)
            try FileExchange.create(Array(Self.idsName.utf8), bytes: lines, mode: 0o600, in: path)
            try FileExchange.create(Array(Self.listName.utf8), bytes: list(files), mode: 0o600, in: path)
            guard try holds(files, from: root) else { throw failure("a file was written to meanwhile") }
            DirectorySync.sync(path)
            DirectorySync.sync(commonDirectory, at: "parallel-cc/private")
            DirectorySync.sync(commonDirectory)
        } catch {
            try? delete()
            throw error
        }
    }

    /// Gives the folder its name, because the rescue is made.
    func finish() throws(ParallelError) {
        guard access(finished + Self.unfinished, F_OK) == 0 else { return }
        guard rename(finished + Self.unfinished, finished) == 0 else { throw failure("the folder cannot be renamed") }
        DirectorySync.sync(commonDirectory, at: "parallel-cc/private")
    }

    /// Makes the folders around it, for everyone who may write objects.
    private func makeRoot() throws(ParallelError) {
        var status = stat()
        let isKnown = stat(commonDirectory + "/objects", &status) == 0
        for place in [commonDirectory + "/parallel-cc", Self.root(commonDirectory)] where mkdir(place, 0o777) == 0 {
            if isKnown { chmod(place, status.st_mode & 0o7777) }
        }
        try FileWriter.makeDirectory(Self.root(commonDirectory))
    }

    /// Whether the folder holds exactly these files as they are now.
    func holds(_ files: [PrivateFile], from root: (PrivateFile.Place) -> String) throws(ParallelError) -> Bool {
        guard WholeFile.read("\(path)/\(Self.listName)") == list(files) else { return false }
        for (number, original) in files.enumerated() {
            guard let copy = try WorkTreeFile.find(Self.name(number), in: path),
                copy.hasSameContent(in: path, as: original.file, in: root(original.place))
            else { return false }
        }
        return true
    }

    /// Whether the folder has all files that its list names, as they were saved.
    var isWhole: Bool {
        guard let names = try? names() else { return false }
        let present = Set(DirectoryNames.list(path))
        return names.indices.allSatisfy { present.contains("\($0)") && ((try? isAsSaved($0)) ?? false) }
    }

    /// Whether the n-th file has the content that was saved. True in a folder without ids.
    func isAsSaved(_ number: Int) throws(ParallelError) -> Bool {
        guard let bytes = WholeFile.read("\(path)/\(Self.idsName)") else { return true }
        let ids = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0).display }
        let found = try id(number)
        return number < ids.count && ids[number] == found
    }

    /// Returns the id that the n-th file, or a link's target, has as a blob; nil where it cannot be read.
    private func id(_ number: Int) throws(ParallelError) -> String? {
        guard let file = try WorkTreeFile.find(Self.name(number), in: path) else { return nil }
        if file.isLink { return file.bytes(in: path).flatMap(ObjectID.ofBlob)?.hexadecimal }
        let descriptor = open("\(path)/\(number)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return ObjectID.ofBlob(file: descriptor)?.hexadecimal
    }

    /// Returns the names of its files with their permissions, in their order.
    /// - Throws: `.unreadableFile` where the list is gone, or belongs to another user.
    func names() throws(ParallelError) -> [(path: PathBytes, permissions: UInt32)] {
        try requireOwner()
        guard let list = WholeFile.read("\(path)/\(Self.listName)") else {
            throw ParallelError(
                .unreadableFile, operation: "read", subject: path, message: "the files that only you may read are gone")
        }
        return PermissionList.entries(list)
    }

    /// Makes sure that the folder belongs to this user.
    /// - Throws: `.unreadableFile` where it belongs to another: only that user can bring its files back or delete it.
    package func requireOwner() throws(ParallelError) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_uid != geteuid(), geteuid() != 0 else { return }
        throw ParallelError(
            .unreadableFile, operation: "read", subject: path,
            message: "files of this rescue that others may not read are those of the user with the id \(status.st_uid)")
    }

    /// Returns the n-th file, and its bytes or a link's target; nil where it is gone.
    func file(_ number: Int) throws(ParallelError) -> (file: WorkTreeFile, bytes: [UInt8])? {
        guard let file = try WorkTreeFile.find(Self.name(number), in: path), let bytes = file.bytes(in: path) else {
            return nil
        }
        return (file, bytes)
    }

    /// Deletes the folder, if it exists.
    package func delete() throws(ParallelError) { try TreeDeletion.delete(path) }

    private func list(_ files: [PrivateFile]) -> [UInt8] {
        PermissionList.bytes(files.map { ($0.name, $0.file.permissions) })
    }

    private static func name(_ number: Int) -> PathBytes { Array("\(number)".utf8) }

    private func copy(_ file: WorkTreeFile, from root: String, to number: Int) throws(ParallelError) {
        if file.isLink {
            guard let target = file.bytes(in: root) else { throw unreadable(file, in: root) }
            return try FileWriter.link(Array("\(path)/\(number)".utf8), to: target)
        }
        let source = open(file.path.absolute(in: root), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard source >= 0 else { throw unreadable(file, in: root) }
        defer { close(source) }
        let target = open("\(path)/\(number)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard target >= 0 else { throw failure("a file cannot be made") }
        defer { close(target) }
        var copier = ContentCopier()
        errno = 0
        guard copier.copy(source, to: target, size: Int(file.size)) != .failed, fsync(target) == 0 else {
            throw failure("a file cannot be copied")
        }
    }

    private func unreadable(_ file: WorkTreeFile, in root: String) -> ParallelError {
        ParallelError(
            .unreadableFile, operation: "save", subject: root + "/" + file.path.display,
            message: "the file cannot be read", cause: String(cString: strerror(errno)))
    }

    private func failure(_ message: String) -> ParallelError {
        // The path is computed by a call that changes errno.
        let cause = String(cString: strerror(errno))
        return ParallelError(.cannotWrite, operation: "save", subject: path, message: message, cause: cause)
    }

    /// Deletes the folders that killed processes left before they made their rescues.
    /// - Throws: `.gitFailed` where the rescues cannot be read; then nothing is deleted.
    package static func sweep(_ commonDirectory: String, with git: Git) throws(ParallelError) {
        let folders = DirectoryNames.list(root(commonDirectory)).filter { $0.hasSuffix(unfinished) }
        if folders.isEmpty { return }
        let answer = try git.run(["for-each-ref", "--format=%(refname)", "refs/parallel-cc/rescue"])
        // git passes over a reference that it cannot read, and reports it.
        guard answer.errorText.isEmpty else { return }
        let known = Set(answer.text.split(separator: "\n").map(String.init))
        for name in folders where !known.contains(SnapshotManifest.reference(String(name.dropLast(unfinished.count)))) {
            var status = stat()
            let path = root(commonDirectory) + "/" + name
            guard lstat(path, &status) == 0, status.st_mtim.tv_sec + unfinishedSeconds < time(nil) else { continue }
            try TreeDeletion.delete(path)
        }
    }
}
