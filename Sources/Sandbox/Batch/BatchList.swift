package import Coordinator
package import HookCore
internal import Store

/// The batches of the database.
package struct BatchList {
    private let coordinator: Coordinator
    private let tasks: TaskList

    /// Opens the list, and makes its tables where they are missing.
    package init(_ coordinator: Coordinator) throws(ParallelError) {
        self.coordinator = coordinator
        tasks = try TaskList(coordinator)
    }

    /// Returns batches, oldest first.
    /// - Parameter repository: a common git directory; nil: of all repositories.
    package func all(of repository: String? = nil) throws(ParallelError) -> [BatchRecord] {
        try coordinator.database.read { db throws(StoreError) in try BatchTable.list(of: repository, in: db) }
    }

    /// Returns the batch that a user means by the beginning of its id.
    /// - Throws: `.unknownTask`.
    package func batch(_ typed: String) throws(ParallelError) -> BatchRecord {
        let found = try coordinator.database.read { db throws(StoreError) -> [BatchRecord] in
            if let exact = try BatchTable.find(typed, in: db) { return [exact] }
            return typed.isEmpty ? [] : try BatchTable.beginning(with: typed, in: db)
        }
        guard found.count == 1 else {
            throw ParallelError(
                .unknownTask, operation: "find batch", subject: typed,
                message: found.isEmpty ? "there is no such batch" : "several batches begin so",
                hint: "parallel-cc batch list")
        }
        return found[0]
    }

    /// Returns the batch that a user means: by the beginning of its id, or the newest.
    package func chosen(_ typed: String?) throws(ParallelError) -> BatchRecord {
        if let typed { return try batch(typed) }
        guard let newest = try all().last else {
            throw ParallelError(
                .unknownTask, operation: "find batch", message: "there are no batches",
                hint: "parallel-cc sandbox run --multi --task …")
        }
        return newest
    }

    /// Makes this process the one that drives a batch.
    /// - Throws: `.taskDriven`, `.taskEnded`; nothing has changed then.
    func claim(_ batch: BatchRecord) throws(ParallelError) -> BatchRecord {
        let (process, boot) = (coordinator.context.process, coordinator.context.host.bootID)
        let current = try coordinator.database.write { db throws(StoreError) -> BatchRecord in
            guard var current = try BatchTable.find(batch.id, in: db) else { return batch }
            if current.endedAt == nil, current.driver == process || !current.isDriven(in: coordinator.context) {
                (current.driver, current.driverBoot, current.reason) = (process, boot, nil)
                try BatchTable.update(current, in: db)
            }
            return current
        }
        if current.endedAt != nil {
            throw ParallelError(
                .taskEnded, operation: "take batch", subject: batch.id, message: "all of its tasks have ended",
                hint: "parallel-cc batch status \(batch.id)")
        }
        guard current.driver == process else {
            throw ParallelError(
                .taskDriven, operation: "take batch", subject: batch.id, message: "another process runs it",
                hint: "parallel-cc batch status \(batch.id)")
        }
        return current
    }

    /// Ends a batch that nobody drives, where none of its tasks can go on.
    package func closeIfEnded(_ batch: BatchRecord) throws(ParallelError) {
        if batch.endedAt == nil, !batch.isDriven(in: coordinator.context) {
            _ = try leave(batch, reason: batch.reason)
        }
    }

    /// Ends the work of this process on a batch. It has ended once none of its tasks can go on.
    /// - Parameter reason: why it was stopped before; nil where it was not.
    func leave(_ batch: BatchRecord, reason: String?) throws(ParallelError) -> BatchRecord {
        var left = batch
        (left.driver, left.driverBoot, left.reason) = (nil, nil, reason)
        if try !tasks.all(of: batch).contains(where: \.canGoOn) { left.endedAt = coordinator.timestamp }
        try coordinator.database.write { db throws(StoreError) in try BatchTable.update(left, in: db) }
        return left
    }
}
