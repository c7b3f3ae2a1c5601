internal import Backends
internal import HookCore
internal import Sandbox
internal import Wiring

/// The backend of the running program.
enum LiveBackend {
    /// Returns a backend that answers.
    /// - Parameter name: `auto` or the name of a backend.
    static func find(_ name: String, environment: ProgramEnvironment) throws(ParallelError) -> any SandboxBackend {
        try Backends.find(name, environment: environment.environment, home: environment.home ?? "/")
    }
}
