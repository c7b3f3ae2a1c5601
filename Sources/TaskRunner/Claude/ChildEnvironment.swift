internal import Glibc
internal import TaskProtocol

/// The environment of claude and of the commands before it.
enum ChildEnvironment {
    /// Returns the sandbox's variables with the order's on top, the word for claude that root may bypass permissions
    /// here, and that for git that it may work in a checkout whose directory is another user's, as a mount may be.
    static func make(
        _ order: TaskOrder, over inherited: [String: String], in workspace: Workspace
    ) -> [String: String] {
        var variables = inherited.merging(order.environment) { $1 }
        if geteuid() == 0 { variables["IS_SANDBOX"] = "1" }
        var status = stat()
        if stat(workspace.path, &status) == 0, status.st_uid != geteuid() {
            let number = variables["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
            variables["GIT_CONFIG_COUNT"] = "\(number + 1)"
            variables["GIT_CONFIG_KEY_\(number)"] = "safe.directory"
            variables["GIT_CONFIG_VALUE_\(number)"] = workspace.path
        }
        return variables
    }
}
