internal import Coordinator
internal import Exec
internal import Files
internal import FoundationEssentials
internal import GitProgram
internal import HookCore
internal import TaskProtocol

/// What goes into a sandbox: the order and a pack with the objects of the repository.
struct TaskInput {
    let coordinator: Coordinator
    let task: TaskRecord
    let directory: TaskDirectory

    /// Writes the order and the pack into the task's own folder.
    func write(_ request: TaskRequest, state: CheckoutState) throws(ParallelError) {
        let git = coordinator.git(state.repository)
        var source = TaskOrder.Source(
            head: state.head, branch: state.branch, uncommitted: state.uncommitted, userName: request.userName,
            userEmail: request.userEmail)
        source.objectFormat = try git.line(["rev-parse", "--show-object-format"])
        let borders = WholeFile.read(state.repository + "/shallow") ?? []
        source.shallow = String(decoding: borders, as: UTF8.self).split(separator: "\n").map(String.init)
        try pack([state.uncommitted ?? state.head].compactMap { $0 }, with: git)
        var order = TaskOrder(
            id: task.id, prompt: request.prompt, source: source, timeoutSeconds: request.timeoutSeconds,
            snapshotSeconds: request.snapshotSeconds)
        order.claude = request.claude
        order.environment = request.environment
        order.setupCommands = request.setupCommands
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(order) else {
            throw ParallelError(
                .cannotWrite, operation: "write order", subject: task.id, message: "it cannot be encoded")
        }
        try FileWriter.replace(directory.folder.order, with: Array(json), mode: 0o600)
    }

    /// The files to copy in. The order is the last one.
    var files: [(source: String, target: String)] {
        let inside = TaskFolder(TaskFolder.standardPath)
        return [(directory.folder.pack, inside.pack), (directory.folder.order, inside.order)]
    }

    /// Packs everything that the commits reach. The pack goes through a descriptor, because git itself writes only to
    /// the file system of its repository.
    private func pack(_ commits: [String], with git: Git) throws(ParallelError) {
        let file = try OpenedFile.make(directory.folder.pack)
        var command = git.unreplaced.command(["pack-objects", "--revs", "--stdout", "--quiet", "--delta-base-offset"])
        command.input = .bytes(Array((commits.joined(separator: "\n") + "\n").utf8))
        command.output = .descriptor(file.number)
        try git.run(command)
    }
}
