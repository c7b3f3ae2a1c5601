import HookCore

/// Reads a line of shell once, before it runs, and refuses what the stash guard and the tree guard refuse.
struct ShellGuard {
    let dataDirectory: String
    let beats: BeatDirectory

    /// The tools of Claude Code that run a line of the Bourne shell.
    private static let tools: Set<String> = ["Bash", "Monitor"]

    func judge(_ input: HookInput, by session: ProcessIdentity, into answer: inout Answer) {
        guard answer.denial == nil, let tool = input.toolName, Self.tools.contains(tool), let command = input.command,
            let cwd = input.cwd
        else { return }
        let calls = ShellReader.destructiveCalls(in: command, at: cwd, home: ShellReader.home)
        if calls.isEmpty { return }
        StashGuard(dataDirectory: dataDirectory, beats: beats).judge(calls, at: cwd, by: session, into: &answer)
        guard answer.denial == nil else { return }
        TreeGuard(dataDirectory: dataDirectory, beats: beats).judge(calls, at: cwd, by: session, into: &answer)
    }
}
