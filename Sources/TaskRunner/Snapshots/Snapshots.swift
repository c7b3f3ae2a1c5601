internal import Dispatch
internal import Files
internal import FoundationEssentials
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Synchronization
internal import TaskProtocol

/// Stores the state of the checkout again and again: as rescues in its repository, and as packs that go out.
final class Snapshots: Sendable {
    private struct State {
        /// The ids whose objects are stored: the order's, and those of earlier packs.
        var stored: Set<String>
        var lastPack: Int
        /// What was warned of already.
        var told: Set<String> = []
        /// Whether snapshots go into a spare repository.
        var usesSpare = false
    }

    private let order: TaskOrder
    private let workspace: Workspace
    private let environment: [String: String]
    private let report: Report
    /// Held while a snapshot is taken.
    private let state: Mutex<State>
    private let isWaiting = Atomic(false)

    init(_ order: TaskOrder, workspace: Workspace, environment: [String: String], report: Report) {
        self.order = order
        self.workspace = workspace
        self.environment = environment
        self.report = report
        let given = [order.source.head, order.source.uncommitted].compactMap(\.self)
        state = Mutex(State(stored: report.earlier.stored.union(given), lastPack: report.earlier.lastPack))
    }

    /// Takes a snapshot on another thread, unless one waits to be taken or is being taken.
    func takeInBackground() {
        guard !isWaiting.exchange(true, ordering: .relaxed) else { return }
        DispatchQueue.global().async {
            self.take()
            self.isWaiting.store(false, ordering: .relaxed)
        }
    }

    /// Takes the last snapshot, when nothing works in the checkout any more but what claude may have left. Where git
    /// cannot use the checkout's repository any more, the files are stored all the same.
    func takeLast() {
        if take() || take() { return }
        state.withLock { useSpare(&$0) }
        take()
    }

    /// Takes a snapshot and reports it.
    /// - Returns: whether everything is stored.
    @discardableResult
    private func take() -> Bool {
        state.withLock { state in
            do throws(ParallelError) {
                // Somebody who begins anew may have deleted the git directory.
                if workspace.stage == nil { useSpare(&state) }
                let repository = try repository(isSpare: state.usesSpare)
                let saved = try save(repository, state: &state)
                let references = try StoredReferences.list(repository.git)
                let pack = try store([saved.commit] + references.values, of: repository, state: &state)
                let counts = saved.manifest.files
                report.emit(
                    .snapshot(
                        commit: saved.commit, references: references, pack: pack,
                        files: counts.tracked + counts.untracked + counts.deleted))
                return true
            } catch {
                report.emit(.snapshotFailed(message: "\(error)"))
                return false
            }
        }
    }

    private func useSpare(_ state: inout State) {
        if state.usesSpare { return }
        state.usesSpare = true
        warn("the repository of the checkout is gone or cannot be used; its files are stored without it", &state)
    }

    /// Returns the repository to store in, for calls that no signal ends: the checkout's own, or a spare one elsewhere
    /// with the order's objects.
    private func repository(isSpare: Bool) throws(ParallelError) -> TaskRepository {
        let spare = (environment["TMPDIR"] ?? "/tmp") + "/parallel-cc-\(order.id).git"
        let repository = TaskRepository(
            order.source, workTree: workspace.path, gitDirectory: isSpare ? spare : workspace.gitDirectory,
            environment: environment
        ).uninterruptible
        if isSpare, !FileAccess.exists(spare + "/index") {
            try FileWriter.makeDirectory(spare)
            try repository.make(pack: report.folder.pack)
            try repository.fillIndex()
        }
        return repository
    }

    private func save(
        _ repository: TaskRepository, state: inout State
    ) throws(ParallelError) -> (manifest: SnapshotManifest, commit: String) {
        do throws(ParallelError) {
            return try save(repository, leavingOut: [], state: &state)
        } catch  where error.code == .unreadableFile {
            let opened = UnreadableFiles.open(in: workspace.path)
            if !opened.readable.isEmpty { warn("made readable: \(Self.names(opened.readable))", &state) }
            if !opened.closed.isEmpty { warn("cannot be read, and not stored: \(Self.names(opened.closed))", &state) }
            return try save(repository, leavingOut: Set(opened.closed), state: &state)
        }
    }

    private static func names(_ paths: [PathBytes]) -> String {
        paths.prefix(10).map(\.display).joined(separator: ", ") + (paths.count > 10 ? ", …" : "")
    }

    private func save(
        _ repository: TaskRepository, leavingOut leftOut: Set<PathBytes>, state: inout State
    ) throws(ParallelError) -> (manifest: SnapshotManifest, commit: String) {
        let source = SnapshotSource(
            git: repository.git, gitDirectory: repository.gitDirectory, commonDirectory: repository.gitDirectory,
            workTree: repository.workTree, maxBytes: .max, ignoredFiles: [], leftOut: leftOut,
            keepsPrivateFilesApart: false, takesNestedFiles: true)
        let contents = try source.inspect()
        let isReplaced = state.usesSpare && FileAccess.exists(workspace.gitDirectory)
        bring(contents.nested + (isReplaced ? [[]] : []), into: repository, state: &state)
        let now = Date.now
        let id = "\(order.id)-\(String(Int(now.timeIntervalSince1970 * 1000), radix: 36))"
        let manifest = SnapshotManifest(
            id: id, repository: repository.gitDirectory, worktree: repository.workTree, branch: contents.head.branch,
            head: contents.head.commit, sessionId: nil, createdAt: now.formatted(.iso8601), reason: "task \(order.id)")
        return try SnapshotWriter(source).write(contents, manifest: manifest)
    }

    /// Brings the histories of repositories inside of the checkout; empty for the one of the checkout itself.
    private func bring(_ roots: [PathBytes], into repository: TaskRepository, state: inout State) {
        let histories = NestedHistories(
            git: repository.git, workTree: repository.workTree, gitDirectory: repository.gitDirectory)
        for root in roots {
            do throws(ParallelError) {
                try histories.bring(root)
            } catch {
                warn("of the repository \(root.display) only the files can be stored: \(error)", &state)
            }
        }
    }

    private func store(
        _ ids: [String], of repository: TaskRepository, state: inout State
    ) throws(ParallelError) -> Int? {
        let wanted = Set(ids)
        if wanted.isSubset(of: state.stored) { return nil }
        let number = state.lastPack + 1
        let pack = SnapshotPack(git: repository.git, path: report.folder.snapshotPack(number))
        let isNew = try pack.write(wanted, without: state.stored)
        state.stored.formUnion(wanted)
        if isNew { state.lastPack = number }
        return isNew ? number : nil
    }

    private func warn(_ message: String, _ state: inout State) {
        if state.told.insert(message).inserted { report.emit(.warning(message: message)) }
    }
}
