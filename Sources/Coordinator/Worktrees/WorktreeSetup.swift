internal import Exec
internal import Files
internal import GitKit
internal import Glibc
internal import HookCore
internal import Store

/// The parts of a new worktree besides its checkout.
struct WorktreeSetup {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    let mainCheckout: String
    let settings: Configuration

    /// Adds all parts.
    /// - Returns: sentences about failures. The worktree is usable in spite of them.
    func run() throws(ParallelError) -> [String] {
        let missing = try include()
        let failures = missing + (try linkDirectories())
        return failures + (try runCommands())
    }

    /// Copies the ignored files and links that `.worktreeinclude` (Claude Code's own file) names, and records them, so
    /// that later changes to them are saved when the worktree is removed.
    private func include() throws(ParallelError) -> [String] {
        var failures: [String] = []
        var copied: [(path: PathBytes, version: FileVersion)] = []
        var others: Set<PathBytes> = []
        let data = realPath(coordinator.context.dataDirectory)
        for path in try includedFiles(&failures) {
            // The database file is never opened directly: see `Database.hide`.
            if FilePath.lies(mainCheckout + "/" + path.display, in: data) { continue }
            if path.last == 0x2F {
                failures.append(".worktreeinclude: a repository of its own is left out: \(path.display)")
                continue
            }
            do throws(ParallelError) {
                if let version = try FileCopy.copy(path, from: mainCheckout, to: worktree.path) {
                    copied.append((path, version))
                } else {
                    others.insert(path)
                }
            } catch {
                let cause = error.cause.map { " (\($0))" } ?? ""
                failures.append(".worktreeinclude: \(error.message): \(path.display)\(cause)")
            }
        }
        try record(copied + (try alreadyRestored(others)))
        return failures
            + copied.map(\.path).filter(leadsNowhere).map {
                ".worktreeinclude: a link leads to what was left out: \($0.display)"
            }
    }

    /// Returns the files that a rescue has restored before. Their first contents are unknown.
    private func alreadyRestored(_ paths: Set<PathBytes>) throws(ParallelError) -> [(
        path: PathBytes, version: FileVersion
    )] {
        if !paths.contains(where: { FileVersion($0, in: worktree.path) != nil }) { return [] }
        return try coordinator.git(worktree.path).includedFiles(patterns: mainCheckout + "/.worktreeinclude")
            .filter(paths.contains).map { ($0, .unknown) }
    }

    /// Whether a link that works in the main checkout leads to nothing in the worktree.
    private func leadsNowhere(_ path: PathBytes) -> Bool {
        access(path.absolute(in: worktree.path), F_OK) != 0 && access(path.absolute(in: mainCheckout), F_OK) == 0
    }

    private func includedFiles(_ failures: inout [String]) throws(ParallelError) -> [PathBytes] {
        do throws(ParallelError) {
            return try coordinator.git(mainCheckout).includedFiles(patterns: mainCheckout + "/.worktreeinclude")
        } catch  where error.code != .interrupted {
            failures.append(".worktreeinclude: \(error.description)")
            return []
        }
    }

    /// Records the copied files. A file that is unchanged when the worktree is removed needs no saving.
    private func record(_ files: [(path: PathBytes, version: FileVersion)]) throws(ParallelError) {
        guard !files.isEmpty else { return }
        try coordinator.database.write { db throws(StoreError) in
            for file in files { try WorktreeTable.include(file.path, version: file.version, for: worktree.id, in: db) }
        }
    }

    /// Links the configured directories. `.gitignore` does not match a link as a directory, so git would call it
    /// untracked: it is recorded like an included file.
    private func linkDirectories() throws(ParallelError) -> [String] {
        var failures: [String] = []
        var linked: [(path: PathBytes, version: FileVersion)] = []
        for name in settings.symlinkDirectories {
            do throws(ParallelError) {
                guard try link(name), let version = FileVersion(Array(name.utf8), in: worktree.path) else { continue }
                linked.append((Array(name.utf8), version))
            } catch {
                failures.append("worktree.symlinkDirectories: \(error.message): \(name)")
            }
        }
        try record(linked)
        return failures
    }

    /// Links one directory.
    /// - Returns: whether a link was made; false when there is nothing to link or something in the way.
    private func link(_ name: String) throws(ParallelError) -> Bool {
        let parts = FilePath.parts(of: name, omittingEmpty: false)
        let isInside = !parts.contains { ["", ".", "..", ".git"].contains($0) }
        var status = stat()
        let source = mainCheckout + "/" + name
        guard isInside else { throw failure(name, message: "not a directory of the repository") }
        guard stat(source, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
        let target = worktree.path + "/" + name
        if FileAccess.exists(target) { return false }
        guard realPath(FilePath.folder(of: target)).isSame(as: FilePath.folder(of: target)),
            symlink(source, target) == 0
        else { throw failure(name, message: "cannot be linked") }
        return true
    }

    private func failure(_ name: String, message: String) -> ParallelError {
        ParallelError(.cannotWrite, operation: "link directory", subject: name, message: message)
    }

    private func runCommands() throws(ParallelError) -> [String] {
        var failures: [String] = []
        for text in settings.postCreate {
            coordinator.context.narrate("postCreate: \(text)")
            var environment = coordinator.context.environment
            environment["PARALLEL_CC_MAIN_CHECKOUT"] = mainCheckout
            if let block = worktree.portBlock {
                environment["PARALLEL_CC_PORT_BASE"] = "\(settings.portBase + block * settings.portBlockSize)"
            }
            var command = Command(
                "/bin/sh", arguments: ["-c", text], environment: environment, directory: worktree.path)
            command.output = .standardError
            command.error = .standardError
            command.timeoutMilliseconds = settings.postCreateSeconds * 1_000
            let result = try Spawner.run(command)
            if !result.status.isSuccess {
                let end = result.timedOut ? "timed out" : "failed with status \(result.status.shellCode)"
                failures.append("postCreate \(end): \(text)")
            }
        }
        return failures
    }
}
