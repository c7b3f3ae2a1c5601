internal import Files
internal import FoundationEssentials
internal import Glibc
internal import HookCore
internal import Synchronization
internal import TaskProtocol

/// What the task reports: lines in a file, which has them all, and on standard output, where some may be missing.
final class Report: Sendable {
    let folder: TaskFolder
    /// What an earlier runner of this folder has reported, before it was killed.
    let earlier: EarlierReport

    private struct State {
        let descriptor: Int32
        var output: StandardOutput
        /// Whether the last line was cut off.
        var isCutOff: Bool
        var hasEnded = false
    }

    private let state: Mutex<State>

    /// Opens the report for this process alone.
    /// - Throws: `.unusableFolder`.
    init(_ folder: TaskFolder) throws(ParallelError) {
        self.folder = folder
        try FileWriter.makeDirectory(folder.results)
        let descriptor = open(folder.report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw Self.unusable(folder, cause: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Self.unusable(folder, cause: "another runner works on this task")
        }
        let bytes = WholeFile.read(folder.report) ?? []
        earlier = EarlierReport(bytes, folder: folder)
        let isCutOff = !bytes.isEmpty && bytes.last != 0x0A
        state = Mutex(State(descriptor: descriptor, output: StandardOutput(), isCutOff: isCutOff))
    }

    /// Reports an event. What comes after the end is dropped.
    func emit(_ event: TaskReport.Event) {
        guard let bytes = TaskReport(at: Self.now, event: event).line else { return }
        state.withLock { state in
            if state.hasEnded { return }
            if case .ended = event { state.hasEnded = true }
            let failure = FileBytes.write((state.isCutOff ? [0x0A] : []) + bytes, to: state.descriptor)
            state.isCutOff = failure != 0
            if event.isImportant { fsync(state.descriptor) }
            state.output.write(bytes)
        }
    }

    private static var now: String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private static func unusable(_ folder: TaskFolder, cause: String) -> ParallelError {
        ParallelError(
            .unusableFolder, operation: "open", subject: folder.report, message: "nothing can be reported there",
            cause: cause)
    }
}

extension TaskReport.Event {
    /// Whether the event must be on the disk before the runner goes on.
    fileprivate var isImportant: Bool {
        switch self {
        case .began, .claude, .snapshot, .snapshotFailed, .warning, .ended: true
        case .preparing, .tool, .usage, .waiting: false
        }
    }
}
