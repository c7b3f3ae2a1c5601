package import Coordinator
package import HookCore

/// A batch as the database knows it: several tasks on one repository that begin with the same state, with one report.
package struct BatchRecord: Equatable, Sendable {
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The checkout whose state the tasks begin with.
    package var directory: String
    /// The folder of the results and of the report: an absolute path.
    package var output: String
    /// The number of tasks that run at once.
    package var concurrency: Int
    /// Whether the first task that fails ends the others.
    package var isFailFast: Bool
    /// The process that drives the batch, with its boot; nil where none does.
    package var driver: ProcessIdentity?
    package var driverBoot: String?
    /// Times in ISO-8601 with Z.
    package var createdAt: String
    /// Nil while a task has not ended, or can go on.
    package var endedAt: String?
    /// Why it was stopped before its end, in plain words; nil where it was not, or goes on.
    package var reason: String?

    /// The reference that holds what the tasks begin with.
    var startReference: String { "refs/parallel-cc/batches/\(id)/start" }

    /// Whether the process that runs the batch is there.
    package func isDriven(in context: CoordinatorContext) -> Bool {
        guard let driver, driverBoot == context.host.bootID else { return false }
        return context.isAlive(driver)
    }
}
