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

    /// Takes the last snapshot, when nothing works in the checkout any more but what claude may have left.
    func takeLast() {
        var tries = 1
        while !take(), tries < 3 { tries += 1 }
    }

    /// Takes a snapshot and reports it.
    /// - Returns: whether everything is stored.
    @discardableResult
    private func take() -> Bool {
        state.withLock { state in
            do throws(ParallelError) {
                let repository = try usable()
                let saved = try save(repository, told: &state.told)
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

    /// Returns the repository of the checkout, for calls that no signal ends.
    private func usable() throws(ParallelError) -> TaskRepository {
        TaskRepository(
            order.source, workTree: workspace.path, gitDirectory: workspace.gitDirectory, environment: environment
        ).uninterruptible
    }

    private func save(
        _ repository: TaskRepository, told: inout Set<String>
    ) throws(ParallelError) -> (manifest: SnapshotManifest, commit: String) {
        let source = SnapshotSource(
            git: repository.git, gitDirectory: repository.gitDirectory, commonDirectory: repository.gitDirectory,
            workTree: repository.workTree, maxBytes: .max, ignoredFiles: [], keepsPrivateFilesApart: false,
            takesNestedFiles: true)
        let contents = try source.inspect()
        let histories = NestedHistories(
            git: repository.git, workTree: repository.workTree, gitDirectory: repository.gitDirectory)
        for root in contents.nested {
            do throws(ParallelError) {
                try histories.bring(root)
            } catch {
                warn("the commits of the repository \(root.display) cannot be stored, only its files: \(error)", &told)
            }
        }
        let now = Date.now
        let id = "\(order.id)-\(String(Int(now.timeIntervalSince1970 * 1000), radix: 36))"
        let manifest = SnapshotManifest(
            id: id, repository: repository.gitDirectory, worktree: repository.workTree, branch: contents.head.branch,
            head: contents.head.commit, sessionId: nil, createdAt: now.formatted(.iso8601), reason: "task \(order.id)")
        return try SnapshotWriter(source).write(contents, manifest: manifest)
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

    private func warn(_ message: String, _ told: inout Set<String>) {
        if told.insert(message).inserted { report.emit(.warning(message: message)) }
    }
}
