internal import Coordinator
internal import Files
internal import FoundationEssentials
internal import GitProgram
internal import Glibc
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

    /// Packs everything that the commits reach.
    private func pack(_ commits: [String], with git: Git) throws(ParallelError) {
        // git names its files by the hash of their content.
        let base = directory.path + "/in/objects"
        let input = Array((commits.joined(separator: "\n") + "\n").utf8)
        let hash = try git.line(["pack-objects", "--revs", "-q", "--delta-base-offset", base], input: input)
        unlink("\(base)-\(hash).idx")
        unlink("\(base)-\(hash).rev")
        guard rename("\(base)-\(hash).pack", directory.folder.pack) == 0 else {
            throw ParallelError(
                .cannotWrite, operation: "pack repository", subject: directory.folder.pack,
                message: "the pack cannot be put in its place", cause: String(cString: strerror(errno)))
        }
    }
}
