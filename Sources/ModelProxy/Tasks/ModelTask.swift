internal import HTTPClient
internal import HookCore

/// A task that may use the model API: where that is for it, and what opens it.
struct ModelTask: Sendable {
    /// The task's id.
    let id: String
    /// The server of the model API.
    let endpoint: HTTPEndpoint
    /// Reads the credential as it is now; called for each request, on any thread.
    let credential: @Sendable () throws(ParallelError) -> ModelCredential

    init(
        id: String, endpoint: HTTPEndpoint, credential: @escaping @Sendable () throws(ParallelError) -> ModelCredential
    ) {
        self.id = id
        self.endpoint = endpoint
        self.credential = credential
    }
}
