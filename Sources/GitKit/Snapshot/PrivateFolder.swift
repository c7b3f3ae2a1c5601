// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
internal import Glibc
package import HookCore

/// The files of one rescue that others may not read: they lie beside git's objects, where only their owner can go.
///
///     <common git directory>/parallel-cc/private/<rescue>/list   their names (`PrivateFile.name`, `PermissionList`)
///     <common git directory>/parallel-cc/private/<rescue>/<n>    the n-th of them
package struct PrivateFolder {
    private static let listName = "list"
    /// How long a folder may be without its rescue, which is made right after it.
    private static let ownerlessSeconds = 86_400

    package let path: String
    private let commonDirectory: String

    package init(commonDirectory: String, rescue id: String) {
        self.commonDirectory = commonDirectory
        path = Self.root(commonDirectory) + "/" + id
    }

    private static func root(_ commonDirectory: String) -> String { commonDirectory + "/parallel-cc/private" }

    /// Copies the files into a new folder and compares the copies; all of it is on the disk then.
    /// - Parameter roots: where the files of each place lie.
    /// - Throws: `.cannotWrite`, `.unreadableFile`; then nothing of the folder is left.
    func store(_ files: [PrivateFile], _ root: (PrivateFile.Place) -> String) throws(ParallelError) {
        do throws(ParallelError) {
            try FileWriter.makeDirectory(Self.root(commonDirectory))
            guard mkdir(path, 0o700) == 0 else { throw failure("the folder cannot be made") }
            for (number, file) in files.enumerated() {
                try copy(file.file, from: root(file.place), to: number)
            }
            try FileExchange.create(Array(Self.listName.utf8), list(files), mode: 0o600, in: path)
            guard try holds(files, root) else { throw failure("a file was written to meanwhile") }
            DirectorySync.sync(path)
            DirectorySync.sync(commonDirectory, "parallel-cc/private")
            DirectorySync.sync(commonDirectory)
        } catch {
            try? delete()
            throw error
        }
    }

    /// Whether it holds just these files as they are now.
    func holds(_ files: [PrivateFile], _ root: (PrivateFile.Place) -> String) throws(ParallelError) -> Bool {
        guard WholeFile.read("\(path)/\(Self.listName)") == list(files) else { return false }
        for (number, original) in files.enumerated() {
            guard let copy = try file(number), copy.file.isLink == original.file.isLink,
                copy.bytes == original.file.bytes(in: root(original.place))
            else { return false }
        }
        return true
    }

    /// The names of its files with their permissions, in their order; nil where it is gone.
    func names() -> [(path: PathBytes, permissions: UInt32)]? {
        WholeFile.read("\(path)/\(Self.listName)").map(PermissionList.entries)
    }

    /// The n-th file, and its bytes or a link's target; nil where it is gone.
    func file(_ number: Int) throws(ParallelError) -> (file: WorkTreeFile, bytes: [UInt8])? {
        guard let file = try WorkTreeFile.look(Self.name(number), in: path), let bytes = file.bytes(in: path) else {
            return nil
        }
        return (file, bytes)
    }

    /// Deletes it; one that is not there is fine.
    package func delete() throws(ParallelError) { try TreeDeletion.delete(path) }

    private func list(_ files: [PrivateFile]) -> [UInt8] {
        PermissionList.bytes(files.map { ($0.name, $0.file.permissions) })
    }

    private static func name(_ number: Int) -> PathBytes { Array("\(number)".utf8) }

    private func copy(_ file: WorkTreeFile, from root: String, to number: Int) throws(ParallelError) {
        guard let bytes = file.bytes(in: root) else {
            throw ParallelError(
                .unreadableFile, operation: "save", subject: root + "/" + file.path.display,
                message: "the file cannot be read")
        }
        if file.isLink { return try FileWriter.link(Array("\(path)/\(number)".utf8), to: bytes) }
        try FileExchange.create(Self.name(number), bytes, mode: 0o600, in: path)
    }

    private func failure(_ message: String) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "save", subject: path, message: message, cause: String(cString: strerror(errno)))
    }

    /// Deletes the folders of rescues that a killed process did not come to make.
    /// - Throws: `.gitFailed` where the rescues cannot be read; then nothing is deleted.
    package static func sweep(_ commonDirectory: String, _ git: Git) throws(ParallelError) {
        let folders = DirectoryNames.list(root(commonDirectory))
        if folders.isEmpty { return }
        let rescues = try git.run(["for-each-ref", "--format=%(refname)", "refs/parallel-cc/rescue"]).text
        let known = Set(rescues.split(separator: "\n").map(String.init))
        for name in folders where !known.contains(SnapshotManifest.reference(name)) {
            var status = stat()
            let folder = PrivateFolder(commonDirectory: commonDirectory, rescue: name)
            guard lstat(folder.path, &status) == 0, status.st_mtim.tv_sec + ownerlessSeconds < time(nil) else {
                continue
            }
            try folder.delete()
        }
    }
}
