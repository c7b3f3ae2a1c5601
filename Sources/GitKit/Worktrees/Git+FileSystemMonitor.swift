internal import Exec
internal import GitProgram
internal import Glibc

extension Git {
    /// How long git may take to end a daemon, in milliseconds.
    private static let monitorPatience = 2_000

    /// Ends the daemons that git has started to watch a worktree and its submodules (`core.fsmonitor`): they would run for ever
    /// once that is gone. Starts no program where there were none.
    /// - Parameter gitDirectory: the worktree's; its files may lie elsewhere by now.
    package func endFileSystemMonitors(of gitDirectory: String) {
        let submodules = (try? SubmoduleSearch.run(gitDirectory + "/modules")) ?? []
        for directory in [gitDirectory] + submodules.map(\.gitDirectory) where hasHadMonitor(directory) {
            // Its socket is found by the git directory alone.
            var command = on(gitDirectory: directory, workTree: directory).command(["fsmonitor--daemon", "stop"])
            command.timeoutMilliseconds = Self.monitorPatience
            // What has ended already, and what a git without them says, is all the same.
            _ = try? Spawner.run(command)
        }
    }

    private func hasHadMonitor(_ gitDirectory: String) -> Bool {
        ["fsmonitor--daemon", "fsmonitor--daemon.ipc"].contains { access("\(gitDirectory)/\($0)", F_OK) == 0 }
    }
}
