internal import Exec
internal import Files
internal import HookCore
internal import JSON

/// Distinguishes our hooks from those of others, in every form that they ever had: this version's, older ones, and that
/// of the TypeScript parallel-cc (`~/.local/bin/parallel-cc-heartbeat.sh`). A foreign hook that merely mentions one of
/// our programs is not ours, nor one of ours to which somebody has added a command.
enum HookOwnership {
    private static let heartbeatPrograms: Set = ["parallel-cc-heartbeat", "parallel-cc-heartbeat.sh"]

    /// Whether an object in a `hooks` list is ours.
    static func isOurs(_ hook: JSONValue) -> Bool {
        guard let command = hook["command"]?.string else { return false }
        if let arguments = hook["args"]?.elements {
            let program = FilePath.name(of: command)
            return heartbeatPrograms.contains(program)
                || program == "parallel-cc" && arguments.first?.string == "hook"
        }
        let program = FilePath.name(of: ShellWord.first(of: command))
        let isOneCall = ShellWord.isOneCall(command)
        return isOneCall && heartbeatPrograms.contains(program)
            || isOneCall && program == "parallel-cc" && command.contains(" hook ")
            || command.contains("parallel-cc") && command.contains(" hook worktree-create && exit 0; ")
    }
}
