internal import CommandLineKit

/// The task that a command is about: its id, as an argument or after `--session-id`.
struct TaskOption: ParsableArguments {
    @Argument(help: ArgumentHelp("Id of the task, or its beginning.", valueName: "id"))
    var task: String?

    @Option(help: ArgumentHelp("The same, as scripts give it.", valueName: "id"))
    var sessionId: String?

    /// Returns the typed id.
    /// - Throws: a usage error unless exactly one of both is given.
    func id() throws -> String {
        guard let id = task ?? sessionId, task == nil || sessionId == nil else {
            throw ValidationError("name one task; parallel-cc sandbox list shows them")
        }
        return id
    }
}
