internal import DockerBackend
internal import HTTPClient
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
            let endpoint = try DockerEndpoint.find(environment: environment, home: home)
            do throws(ParallelError) {
                return try DockerBackend(endpoint)
            } catch  where error.code == .cannotConnect {
                throw ParallelError(
                    .noBackend, operation: "find backend", subject: endpoint.description,
                    message: "no container engine answers", hint: "start Docker, or set DOCKER_HOST",
                    cause: error.cause)
            }
        }
        throw ParallelError(
            .noBackend, operation: "find backend", subject: name, message: "there is no such backend",
            hint: "--backend auto or docker")
    }
}
