internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// Brings a rescue back into a worktree that was just added without a checkout.
package struct SnapshotRestorer: Sendable {
    let git: Git
    /// Reads what the rescue holds.
    private let saved: Git
    let gitDirectory: String
    let workTree: String
    /// Files that are in no object.
    let privateFolder: PrivateFolder
    private let commit: String
    private let manifest: SnapshotManifest

    /// - Parameters:
    ///   - worktree: the new one: its root is empty but for `.git`.
    ///   - commit: the rescue's, of which `manifest` tells.
    package init(git: Git, worktree: Repository, commit: String, manifest: SnapshotManifest) {
        self.git = git.on(gitDirectory: worktree.gitDirectory, workTree: worktree.workTree)
        // What was saved is to come back, not what git-replace(1) would show in its place.
        saved = self.git.with(["GIT_NO_REPLACE_OBJECTS": "1"])
        gitDirectory = worktree.gitDirectory
        workTree = worktree.workTree
        privateFolder = PrivateFolder(commonDirectory: worktree.commonDirectory, rescue: manifest.id)
        self.commit = commit
        self.manifest = manifest
    }

    private var state: String { "\(commit)^\(manifest.head == nil ? 1 : 2)" }
    var holdsPrivateFiles: Bool { manifest.privateFiles != nil }

    /// Working tree, index with all its stages, operation in progress and reflogs as they were; times of files are new.
    /// - Returns: what could not be brought back so.
    /// - Throws: `.gitFailed`, `.unreadableFile` when a file cannot be written.
    package func restore() throws(ParallelError) -> RestoreReport {
        var report = try restoreGitState()
        let directories = DirectoryPermissions(try optional("directories", into: &report))
        for path in directories.paths { try checkPath(path) }
        try directories.make(in: workTree)
        let removed = try list("removed", into: &report)
        let bits = try list("permissions", into: &report).map { UInt32($0.display, radix: 8) ?? 0o600 }
        let permissions = Dictionary(zip(try list("raw", into: &report), bits)) { $1 }
        let others = Set(removed).union(permissions.keys).union(privatePaths)
        report.add(try IndexCheckout(git: git, workTree: workTree, others: others).run())
        let shown = ZeroSeparated.fields(try optional("shown", into: &report)).map(Array.init)
        try IndexCheckout.show(shown.filter { !others.contains($0) }, with: git)
        for path in removed {
            unlink(path.absolute(in: workTree))
            path.removeEmptyParents(in: workTree)
        }
        report.missing += try restoreRawFiles(permissions)
        report.missing += try restoreRefusedFiles(&report)
        report.add(try restorePrivateFiles(.workTree))
        directories.settle(in: workTree)
        try IndexCheckout.refresh(git)
        return report
    }

    /// Index, operation in progress and reflogs only; the working tree is there already.
    package func restoreGitState() throws(ParallelError) -> RestoreReport {
        var report = try restoreGitDirectory()
        report.add(try restorePrivateFiles(.gitDirectory))
        if try !TableReferences.restore(optional("references", into: &report), with: git) { report.hasLostState = true }
        try leaveOtherPlaces()
        report.hasEndedRebase = try endCutOffRebase()
        return report
    }

    /// A configuration that leads git to another place would make it work there.
    private func leaveOtherPlaces() throws(ParallelError) {
        let file = gitDirectory + "/config.worktree"
        guard access(file, F_OK) == 0 else { return }
        for key in ["core.worktree", "core.bare"] {
            // Status 5: it is not set.
            try git.run(["config", "--file", file, "--unset-all", key], statuses: [0, 5])
        }
    }

    /// One that was killed as it began can be neither continued nor aborted, and lets no other begin. git ends it and puts
    /// what it had stashed into the stash.
    private func endCutOffRebase() throws(ParallelError) -> Bool {
        let isCutOff = ["rebase-merge", "rebase-apply"].contains { name in
            let directory = gitDirectory + "/" + name
            return access(directory, F_OK) == 0
                && !["head-name", "applying"].contains { access(directory + "/" + $0, F_OK) == 0 }
        }
        if isCutOff { try git.run(["rebase", "--quit"]) }
        return isCutOff
    }

    /// A list that not every rescue has.
    private func optional(_ name: String, into report: inout RestoreReport) throws(ParallelError) -> [UInt8] {
        let entry = try git.result(["ls-tree", "-z", state, "--", name])
        // That the state itself is gone is said elsewhere.
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
            guard let path = Self.place(of: name) else { continue }
            let blob = try saved.result(["cat-file", "blob", id])
            if blob.status.isSuccess {
                try FileWriter.replace(gitDirectory + "/" + path, with: blob.output, mode: 0o644)
                written.insert(path)
            } else {
                report.hasLostState = true
            }
        }
        if report.hasLostState, !written.contains("index") { try git.run(["read-tree", commit]) }
        // git gives a new worktree the sparse patterns of the main checkout; what was whole stays whole.
        if !report.hasLostState, !written.contains("info/sparse-checkout") {
            unlink(gitDirectory + "/info/sparse-checkout")
        }
        return report
    }

    /// Where in the git directory something of the state tree belongs; nil where it does not.
    private static func place(of name: String) -> String? {
        if name == "index" || name.hasPrefix("sharedindex.") { return name }
        guard name.hasPrefix("git-dir/") else { return nil }
        let path = String(name.dropFirst("git-dir/".count))
        return WorktreeStateFiles.isState(path) ? path : nil
    }

    /// - Returns: the files whose blobs are gone.
    private func restoreRawFiles(_ permissions: [PathBytes: UInt32]) throws(ParallelError) -> [PathBytes] {
        let files = try IndexEntry.readable(tree: commit, with: git).filter { permissions[$0.path] != nil }
        // A tree that is gone leaves out what it had.
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
                    try restore(file.path, mode: file.mode, bytes: bytes, permissions: permissions[file.path] ?? 0o600)
                } else {
                    missing.append(file.path)
                }
            }
        }
        return missing
    }

    /// - Returns: the files whose blobs are gone.
    private func restoreRefusedFiles(_ report: inout RestoreReport) throws(ParallelError) -> [PathBytes] {
        let names = PermissionList.entries(try optional(RefusedFiles.listName, into: &report))
        if names.isEmpty { return [] }
        let entries = try IndexEntry.list(tree: state, with: git)
        var missing: [PathBytes] = []
        for (number, named) in names.enumerated() {
            guard let kept = entries.first(where: { $0.path.display == "refused/\(number)" }), kept.mode != "160000"
            else { continue }
            let blob = try saved.result(["cat-file", "blob", kept.id])
            if blob.status.isSuccess {
                try create(named.path, mode: kept.mode, bytes: blob.output, permissions: named.permissions)
            } else {
                missing.append(named.path)
            }
        }
        return missing
    }

    /// Writes a file in the place of what git may have put there.
    func restore(_ path: PathBytes, mode: String, bytes: [UInt8], permissions: UInt32) throws(ParallelError) {
        try checkPath(path)
        unlink(path.absolute(in: workTree))
        // git makes an empty directory for a submodule.
        rmdir(path.absolute(in: workTree))
        try create(path, mode: mode, bytes: bytes, permissions: permissions)
    }

    /// Where nothing lies yet.
    private func create(
        _ path: PathBytes, mode: String, bytes: [UInt8], permissions: UInt32
    ) throws(ParallelError) {
        try checkPath(path)
        let place = workTree.utf8 + [0x2F] + path
        try FileWriter.makeParents(of: Array(place), below: workTree.utf8.count, followingLinks: false)
        if mode == "120000" {
            try FileWriter.link(Array(place), to: bytes)
        } else {
            // Never open to more people than it was, not for a moment; nor, by today's umask, to fewer.
            try FileWriter.create(Array(place), bytes: bytes, mode: permissions & 0o777)
            chmod(path.absolute(in: workTree), permissions & 0o777)
        }
    }

    /// A tree made by git cannot hold these names; one made by somebody else must not lead out of the worktree.
    private func checkPath(_ path: PathBytes) throws(ParallelError) {
        let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || [".", "..", ".git"].contains(Array($0).display) }) else {
            throw ParallelError(
                .unreadableFile, operation: "restore", subject: path.display, message: "no worktree has such a path")
        }
    }
}
