// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// Brings a rescue back into a worktree that was just added without a checkout.
package struct SnapshotRestorer: Sendable {
    let git: Git
    /// A git with the user's settings for indexes.
    private let plain: Git
    /// A git that reads the objects of the rescue.
    private let saved: Git
    let gitDirectory: String
    let workTree: String
    /// The folder of the files that are in no object.
    let privateFolder: PrivateFolder
    private let commit: String
    private let manifest: SnapshotManifest

    /// Prepares a restore.
    /// - Parameters:
    ///   - worktree: the new worktree. Its root is empty but for `.git`.
    ///   - commit: the commit of the rescue that `manifest` describes.
    package init(git: Git, worktree: Repository, commit: String, manifest: SnapshotManifest) {
        plain = git.on(gitDirectory: worktree.gitDirectory, workTree: worktree.workTree)
        self.git = plain.whole
        // The saved objects are to come back, not those that git-replace(1) shows in their place.
        saved = self.git.with(["GIT_NO_REPLACE_OBJECTS": "1"])
        gitDirectory = worktree.gitDirectory
        workTree = worktree.workTree
        privateFolder = PrivateFolder(commonDirectory: worktree.commonDirectory, rescue: manifest.id)
        self.commit = commit
        self.manifest = manifest
    }

    private var state: String { "\(commit)^\(manifest.head == nil ? 1 : 2)" }
    var holdsPrivateFiles: Bool { manifest.privateFiles != nil }

    /// Restores the working tree, the index with all its stages, the operation in progress and the reflogs. The times
    /// of files are new.
    /// - Returns: the parts that could not be brought back as they were.
    /// - Throws: `.gitFailed`; `.unreadableFile` when a file cannot be written.
    package func restore() throws(ParallelError) -> RestoreReport {
        var report = try restoreGitState()
        let directories = DirectoryPermissions(try optional("directories", into: &report))
        for path in directories.paths { try checkPath(path) }
        try directories.make(in: workTree)
        let removed = try list("removed", into: &report)
        let bits = try list("permissions", into: &report).map { UInt32($0.display, radix: 8) ?? 0o600 }
        let permissions = Dictionary(zip(try list("raw", into: &report), bits)) { $1 }
        let others = Set(removed).union(permissions.keys).union(privatePaths)
        // git writes the other files by the attributes that lie there.
        let attributes = permissions.filter { FilePath.name(of: $0.key.display) == ".gitattributes" }
        report.missing += try restoreRawFiles(attributes, into: &report)
        let filters = ZeroSeparated.fields(try optional("filters", into: &report)).map { Array($0).display }
        let checkout = IndexCheckout(git: git, workTree: workTree, others: others, formerFilters: Set(filters))
        report.add(try checkout.run())
        let shown = ZeroSeparated.fields(try optional("shown", into: &report)).map(Array.init)
        try IndexCheckout.show(shown.filter { !others.contains($0) }, with: git)
        for path in removed {
            unlink(path.absolute(in: workTree))
            path.removeEmptyParents(in: workTree)
        }
        report.missing += try restoreRawFiles(permissions.filter { attributes[$0.key] == nil }, into: &report)
        report.missing += try restoreRefusedFiles(&report)
        report.add(try restorePrivateFiles(.workTree))
        directories.apply(in: workTree)
        try plain.refreshRestoredIndex()
        return report
    }

    /// Restores the index, the operation in progress and the reflogs only, because the working tree exists already.
    package func restoreGitState() throws(ParallelError) -> RestoreReport {
        var report = try restoreGitDirectory()
        report.add(try restorePrivateFiles(.gitDirectory))
        if try !TableReferences.restore(optional("references", into: &report), with: git) { report.hasLostState = true }
        try leaveOtherPlaces()
        report.hasEndedRebase = try endCutOffRebase()
        try makeIndexOlderThanAllFiles()
        return report
    }

    /// Removes configuration that makes git work in another directory.
    private func leaveOtherPlaces() throws(ParallelError) {
        let file = gitDirectory + "/config.worktree"
        guard access(file, F_OK) == 0 else { return }
        for key in ["core.worktree", "core.bare"] {
            // Status 5: the key is not set.
            try git.run(["config", "--file", file, "--unset-all", key], statuses: [0, 5])
        }
    }

    /// Ends a rebase that was killed as it began. It can be neither continued nor aborted, and no other can begin. git
    /// ends it, and puts the changes that it had stashed into the stash.
    /// - Returns: whether there was such a rebase.
    private func endCutOffRebase() throws(ParallelError) -> Bool {
        let isCutOff = ["rebase-merge", "rebase-apply"].contains { name in
            let directory = gitDirectory + "/" + name
            return access(directory, F_OK) == 0
                && !["head-name", "applying"].contains { access(directory + "/" + $0, F_OK) == 0 }
        }
        if isCutOff { try git.run(["rebase", "--quit"]) }
        return isCutOff
    }

    /// Reads a list that not every rescue has.
    private func optional(_ name: String, into report: inout RestoreReport) throws(ParallelError) -> [UInt8] {
        let entry = try git.result(["ls-tree", "-z", state, "--", name])
        // Other code reports that the state itself is gone.
        guard entry.status.isSuccess, !entry.output.isEmpty else { return [] }
        let answer = try saved.result(["cat-file", "blob", "\(state):\(name)"])
        if !answer.status.isSuccess { report.hasLostState = true }
        return answer.output
    }

    private func list(_ name: String, into report: inout RestoreReport) throws(ParallelError) -> [PathBytes] {
        let answer = try saved.result(["cat-file", "blob", "\(state):\(name)"])
        guard answer.status.isSuccess else {
            report.hasLostState = true
            return []
        }
        return ZeroSeparated.fields(answer.output).map(Array.init)
    }

    private func restoreGitDirectory() throws(ParallelError) -> RestoreReport {
        var report = RestoreReport()
        let top = try git.result(["ls-tree", "-r", "-z", state])
        report.hasLostState = !top.status.isSuccess
        var written: Set<String> = []
        for line in ZeroSeparated.fields(top.output) {
            guard let tab = line.firstIndex(of: 0x09) else { continue }
            let name = String(decoding: line[(tab + 1)...], as: UTF8.self)
            let id = String(decoding: line[..<tab].split(separator: 0x20).last ?? [], as: UTF8.self)
            guard let path = Self.target(of: name) else { continue }
            let blob = try saved.result(["cat-file", "blob", id])
            if blob.status.isSuccess {
                let mode: UInt32 = line.starts(with: Array("100755 ".utf8)) ? 0o755 : 0o644
                try FileWriter.replace(gitDirectory + "/" + path, with: blob.output, mode: mode)
                written.insert(path)
            } else {
                report.hasLostState = true
            }
        }
        if report.hasLostState, !written.contains("index") { try git.run(["read-tree", commit]) }
        if written.contains("index"), written.contains(where: { $0.hasPrefix("sharedindex.") }) { try git.joinIndex() }
        // git gives a new worktree the sparse patterns of the main checkout. A worktree that was whole must stay whole.
        if !report.hasLostState, !written.contains("info/sparse-checkout") {
            unlink(gitDirectory + "/info/sparse-checkout")
        }
        return report
    }

    /// Makes git read each file once more, and write down what it found.
    ///
    /// git reads a file that was changed in the second in which the index was written, or later, because its size and
    /// times cannot tell (gitformat-index(5), "racily clean"). It would trust an index that is written anew.
    private func makeIndexOlderThanAllFiles() throws(ParallelError) {
        let index = gitDirectory + "/index"
        guard access(index, F_OK) == 0 else { return }
        // git takes a time of zero for an unknown one.
        let times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        guard utimensat(AT_FDCWD, index, times, 0) == 0 else {
            throw ParallelError(
                .cannotWrite, operation: "restore index", subject: index, message: "its time cannot be set",
                cause: String(cString: strerror(errno)))
        }
    }

    /// Returns the path in the git directory for a name in the state tree; nil where it belongs elsewhere.
    private static func target(of name: String) -> String? {
        if name == "index" || name.hasPrefix("sharedindex.") { return name }
        guard let path = FilePath.relative(name, to: "git-dir") else { return nil }
        return WorktreeStateFiles.isState(path) ? path : nil
    }

    /// Writes the files that were stored past the filters.
    /// - Returns: the files whose blobs are gone.
    private func restoreRawFiles(
        _ permissions: [PathBytes: UInt32], into report: inout RestoreReport
    ) throws(ParallelError) -> [PathBytes] {
        let files = try IndexEntry.readable(tree: commit, with: git).filter { permissions[$0.path] != nil }
        // The files of a tree that is gone are missing too.
        var missing = permissions.keys.filter { !Set(files.map(\.path)).contains($0) }.sorted {
            $0.lexicographicallyPrecedes($1)
        }
        for start in stride(from: 0, to: files.count, by: 256) {
            let batch = Array(files[start..<min(start + 256, files.count)])
            let input = batch.map { $0.id + "\n" }.joined()
            let answer = try saved.run(["cat-file", "--batch", "--buffer"], input: Array(input.utf8))
            var reader = BatchReader(answer.output)
            for file in batch {
                if let bytes = reader.next() {
                    let permissions = permissions[file.path] ?? 0o600
                    try restore(
                        file.path, mode: file.mode, bytes: bytes, permissions: permissions, from: file.id, into: &report
                    )
                } else {
                    missing.append(file.path)
                }
            }
        }
        return missing
    }

    /// Writes the files whose names git refuses.
    /// - Returns: the files whose blobs are gone, or the tree that names these.
    private func restoreRefusedFiles(_ report: inout RestoreReport) throws(ParallelError) -> [PathBytes] {
        let names = PermissionList.entries(try optional(RefusedFiles.listName, into: &report))
        if names.isEmpty { return [] }
        let entries = try IndexEntry.readable(tree: state, with: git)
        var missing: [PathBytes] = []
        for (number, named) in names.enumerated() {
            guard let kept = entries.first(where: { $0.path.display == "refused/\(number)" }) else {
                missing.append(named.path)
                continue
            }
            if kept.mode == "160000" { continue }
            let blob = try saved.result(["cat-file", "blob", kept.id])
            if blob.status.isSuccess {
                try restore(
                    named.path, mode: kept.mode, bytes: blob.output, permissions: named.permissions, from: kept.id,
                    into: &report)
            } else {
                missing.append(named.path)
            }
        }
        return missing
    }

    /// Writes a file in the place of one that git may have written. One that cannot be written does not keep the others
    /// back.
    /// - Parameter source: the object that has the file, for the report.
    func restore(
        _ path: PathBytes, mode: String, bytes: [UInt8], permissions: UInt32, from source: String,
        into report: inout RestoreReport
    ) throws(ParallelError) {
        try checkPath(path)
        unlink(path.absolute(in: workTree))
        // git makes an empty directory for a submodule.
        rmdir(path.absolute(in: workTree))
        do throws(ParallelError) {
            try create(path, mode: mode, bytes: bytes, permissions: permissions)
        } catch {
            if FileWriter.isGeneral(error) { throw error }
            report.blocked.append("\(path.display) (\(error.cause ?? error.message); \(source))")
        }
    }

    /// Writes a file where none lies.
    private func create(
        _ path: PathBytes, mode: String, bytes: [UInt8], permissions: UInt32
    ) throws(ParallelError) {
        try checkPath(path)
        let target = workTree.utf8 + [0x2F] + path
        try FileWriter.makeParents(of: Array(target), below: workTree.utf8.count, followingLinks: false)
        if mode == "120000" {
            try FileWriter.link(Array(target), to: bytes)
        } else {
            // The file is never open to more people than it was, not even for a moment. Today's umask must not close it
            // to some of them.
            try FileWriter.create(Array(target), bytes: bytes, mode: permissions & 0o777)
            chmod(path.absolute(in: workTree), permissions & 0o777)
        }
    }

    /// Makes sure that a path lies in the worktree. A tree made by git cannot hold the refused names; a tree made by
    /// another program must not lead out of the worktree.
    private func checkPath(_ path: PathBytes) throws(ParallelError) {
        let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || [".", "..", ".git"].contains(Array($0).display) }) else {
            throw ParallelError(
                .unreadableFile, operation: "restore", subject: path.display, message: "no worktree has such a path")
        }
    }
}
