package import HookCore

/// What the host lends to a task: Claude's program, and the way to the model.
package protocol TaskHost: Sendable {
    /// Lends it to a task that has no sandbox yet: adds what the sandbox needs to see.
    func open(for task: String, in request: inout TaskRequest) throws(ParallelError)
    /// Lends it once more to a task whose sandbox is there.
    func reopen(for task: String) throws(ParallelError)
    /// Takes it back from a task that has ended, or that this process leaves.
    func close(for task: String)
}
