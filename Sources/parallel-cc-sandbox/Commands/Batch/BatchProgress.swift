internal import CommandLineKit
internal import Exec
internal import Glibc
internal import HookCore
internal import Sandbox
internal import Synchronization
internal import TaskProtocol
internal import Wiring

/// What a user reads while a batch runs: on a terminal a line for each task, elsewhere a line for each step. Told on
/// several threads.
final class BatchProgress: Sendable {
    private struct State {
        var rows: [Int: TaskRow] = [:]
        var block: ProgressBlock
        var hasEnded = false
    }

    private let isQuiet: Bool
    private let state: Mutex<State>

    /// - Parameters:
    ///   - tasks: all tasks of the batch.
    ///   - isQuiet: whether nothing is told.
    init(_ tasks: [TaskRecord], isQuiet: Bool) {
        self.isQuiet = isQuiet
        var rows: [Int: TaskRow] = [:]
        for task in tasks { rows[task.number ?? 0] = TaskRow(task) }
        state = Mutex(
            State(
                rows: rows,
                block: ProgressBlock(terminal: Printer.errorTerminal, rows: Screen(fileDescriptor: 2).rows) {
                    Printer.narrate(unfinished: $0)
                }))
        guard Printer.errorTerminal.canRewriteLine, !isQuiet else { return }
        // The times go on while nothing happens.
        _ = DetachedThread.start { [weak self] in
            while let self, self.tick() { usleep(500_000) }
        }
    }

    @Sendable func tell(_ number: Int, _ progress: TaskProgress) {
        if isQuiet { return }
        state.withLock { state in
            guard let message = state.rows[number]?.take(progress) else { return show(&state) }
            state.block.print("[task-\(number)] \(message)")
            if case .state(let task) = progress, task.state.isEnd {
                let ended = state.rows.values.count { $0.state.isEnd && $0.state != .interrupted }
                state.block.print("Progress: \(ended)/\(state.rows.count) (\(ended * 100 / state.rows.count)%)")
            }
            show(&state)
        }
    }

    /// Removes the lines that change.
    func end() {
        state.withLock { state in
            state.block.finish()
            state.hasEnded = true
        }
    }

    private func tick() -> Bool {
        state.withLock { state in
            if !state.hasEnded { show(&state) }
            return !state.hasEnded
        }
    }

    private func show(_ state: inout State) {
        let now = Int(time(nil))
        let rows = state.rows.sorted { $0.key < $1.key }.filter { !$0.value.state.isEnd }
        state.block.update(rows.map { "[task-\($0.key)] \($0.value.text(at: now))" })
    }
}
