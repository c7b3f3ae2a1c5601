internal import Backends
internal import CommandLineKit
internal import HookCore
internal import Sandbox
internal import Wiring

/// The backend of the running program.
enum LiveBackend {
    /// Returns a backend that answers.
    /// - Parameter name: `auto` or the name of a backend.
    static func find(_ name: String) throws(ParallelError) -> any SandboxBackend {
        let environment = ProgramEnvironment.current
        return try Backends.find(name, environment: environment.environment, home: environment.home ?? "/")
    }

    /// Tells the user what did not arrive of a task's work.
    static func warn(_ progress: TaskProgress) {
        if case .snapshotMissing(let error) = progress { Printer.narrate("⚠ \(error.fullMessage)".displayable) }
    }
}
