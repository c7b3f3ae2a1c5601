internal import Exec
internal import Glibc
package import HookCore

/// Brings a rescue back into a worktree that was just added without a checkout.
package struct SnapshotRestorer: Sendable {
    private let git: Git
    private let gitDirectory: String
    private let workTree: String

    /// - Parameters:
    ///   - gitDirectory: the new worktree's own, under `.git/worktrees`.
    ///   - workTree: its root, empty but for `.git`.
    package init(git: Git, gitDirectory: String, workTree: String) {
        self.git = git.on(gitDirectory: gitDirectory, workTree: workTree)
        self.gitDirectory = gitDirectory
        self.workTree = workTree
    }

    /// Working tree, index with all its stages, operation in progress and reflogs as they were; times of files are new.
    /// - Throws: `.gitFailed`, `.unreadableFile` when a file cannot be written.
    package func restore(rescue commit: String, hasHead: Bool) throws(ParallelError) {
        let state = "\(commit)^\(hasHead ? 2 : 1)"
        try restoreGitDirectory(state)
        try git.run(["checkout-index", "--all", "--quiet"])
        for path in try list(state, "removed") {
            unlink(path.absolute(in: workTree))
            path.removeEmptyParents(in: workTree)
        }
        let bits = try list(state, "permissions").map { UInt32($0.display, radix: 8) ?? 0o600 }
        let permissions = Dictionary(zip(try list(state, "raw"), bits)) { $1 }
        try restoreRawFiles(commit, permissions)
        try restoreRefusedFiles(state)
        // Status 1 says that some files differ from the index, which is what was saved.
        try git.with(["GIT_OPTIONAL_LOCKS": "1"]).run(["update-index", "-q", "--refresh"], statuses: [0, 1])
    }

    /// Index, operation in progress and reflogs only; the working tree is there already.
    package func restoreGitState(rescue commit: String, hasHead: Bool) throws(ParallelError) {
        try restoreGitDirectory("\(commit)^\(hasHead ? 2 : 1)")
    }

    private func list(_ state: String, _ name: String) throws(ParallelError) -> [PathBytes] {
        let answer = try git.run(["cat-file", "blob", "\(state):\(name)"])
        return ZeroSeparated.fields(answer.output).map(Array.init)
    }

    private func restoreGitDirectory(_ state: String) throws(ParallelError) {
        let top = try git.run(["ls-tree", "-r", "-z", state])
        for line in ZeroSeparated.fields(top.output) {
            guard let tab = line.firstIndex(of: 0x09) else { continue }
            let name = String(decoding: line[(tab + 1)...], as: UTF8.self)
            let id = String(decoding: line[..<tab].split(separator: 0x20).last ?? [], as: UTF8.self)
            if name == "index" || name.hasPrefix("sharedindex.") {
                try write(id, to: gitDirectory + "/" + name)
            } else if name.hasPrefix("git-dir/") {
                let path = String(name.dropFirst("git-dir/".count))
                if WorktreeStateFiles.isState(path) { try write(id, to: gitDirectory + "/" + path) }
            }
        }
    }

    private func write(_ id: String, to path: String) throws(ParallelError) {
        let bytes = try git.run(["cat-file", "blob", id]).output
        try FileWriter.replace(path, with: bytes, mode: 0o644)
    }

    private func restoreRawFiles(_ commit: String, _ permissions: [PathBytes: UInt32]) throws(ParallelError) {
        let files = try IndexEntry.list(tree: commit, git).filter { permissions[$0.path] != nil }
        for start in stride(from: 0, to: files.count, by: 256) {
            let batch = Array(files[start..<min(start + 256, files.count)])
            let input = batch.map { $0.id + "\n" }.joined()
            let answer = try git.run(["cat-file", "--batch", "--buffer"], input: Array(input.utf8))
            var reader = BatchReader(answer.output)
            for file in batch {
                guard let bytes = reader.next() else {
                    throw ParallelError(
                        .gitFailed, operation: "restore", subject: file.path.display, message: "its blob is missing")
                }
                try restore(file, bytes, permissions[file.path] ?? 0o600)
            }
        }
    }

    private func restoreRefusedFiles(_ state: String) throws(ParallelError) {
        let entries = try IndexEntry.list(tree: state, git)
        guard entries.contains(where: { $0.path.display == RefusedFiles.listName }) else { return }
        let list = try git.run(["cat-file", "blob", "\(state):\(RefusedFiles.listName)"]).output
        for (number, named) in RefusedFiles.parse(list).enumerated() {
            guard let kept = entries.first(where: { $0.path.display == "refused/\(number)" }), kept.mode != "160000"
            else { continue }
            let bytes = try git.run(["cat-file", "blob", kept.id]).output
            try create(IndexEntry(mode: kept.mode, id: kept.id, path: named.path), bytes, named.permissions)
        }
    }

    private func restore(_ file: IndexEntry, _ bytes: [UInt8], _ permissions: UInt32) throws(ParallelError) {
        try checkPath(file.path)
        unlink(file.path.absolute(in: workTree))
        // git makes an empty directory for a submodule.
        rmdir(file.path.absolute(in: workTree))
        try create(file, bytes, permissions)
    }

    /// Where nothing lies yet.
    private func create(_ file: IndexEntry, _ bytes: [UInt8], _ permissions: UInt32) throws(ParallelError) {
        try checkPath(file.path)
        let path = workTree.utf8 + [0x2F] + file.path
        try FileWriter.makeParents(of: Array(path), below: workTree.utf8.count, followingLinks: false)
        if file.mode == "120000" {
            try FileWriter.link(Array(path), to: bytes)
        } else {
            // Never open to more people than it was, not for a moment; nor, by today's umask, to fewer.
            try FileWriter.create(Array(path), bytes, mode: permissions & 0o777)
            chmod(file.path.absolute(in: workTree), permissions & 0o777)
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
