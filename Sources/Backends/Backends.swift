internal import DockerBackend
package import HookCore
package import Sandbox

extension ParallelError.Code {
    /// There is no backend of that name, or none that works here.
    package static let noBackend: Self = "no-backend"
}

/// The backends that there are.
package enum Backends {
    /// Returns a backend that answers.
    /// - Parameters:
    ///   - name: `auto` or the name of a backend.
    ///   - home: the user's home folder, where docker keeps its contexts.
    /// - Throws: `.noBackend`, with the reason of each that does not answer.
    package static func find(_ name: String, environment: [String: String], home: String) throws(ParallelError)
        -> any SandboxBackend
    {
        if ["auto", "docker"].contains(name) {
            return try DockerBackend(DockerEndpoint.find(environment: environment, home: home))
        }
        throw ParallelError(
            .noBackend, operation: "find backend", subject: name, message: "there is no such backend",
            hint: "--backend auto or docker")
    }
}
