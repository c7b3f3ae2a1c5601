internal import Exec
internal import GitProgram
internal import Glibc

extension Git {
    /// The time in which git may end a daemon, in milliseconds.
    private static let monitorPatience = 2_000

    /// Ends the daemons that git has started to watch a worktree and its submodules (`core.fsmonitor`). They would run
    /// for ever once the worktree is gone. Starts no program where there were none.
    /// - Parameter gitDirectory: the git directory of the worktree. The worktree's files may lie elsewhere by now.
    package func endFileSystemMonitors(of gitDirectory: String) {
        let submodules = (try? SubmoduleSearch.run(gitDirectory + "/modules")) ?? []
        for directory in [gitDirectory] + submodules.map(\.gitDirectory) where hasHadMonitor(directory) {
            // git finds a daemon's socket by the git directory alone.
            var command = on(gitDirectory: directory, workTree: directory).command(["fsmonitor--daemon", "stop"])
            command.timeoutMilliseconds = Self.monitorPatience
            // A failure does not matter: the daemon may have ended, or this git may have no daemons.
            _ = try? Spawner.run(command)
        }
    }

    private func hasHadMonitor(_ gitDirectory: String) -> Bool {
        ["fsmonitor--daemon", "fsmonitor--daemon.ipc"].contains { access("\(gitDirectory)/\($0)", F_OK) == 0 }
    }
}
