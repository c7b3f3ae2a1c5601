package import Coordinator
internal import Exec
internal import Glibc

/// Work that no user waits for: emptying the trash and removing worktrees of lost sessions. A process of its own does
/// it after a command has answered, so that no prompt waits for it.
package enum IdleWork {
    /// Starts the work if there is some. A failure is left to the next command, and to doctor.
    package static func startIfDue(_ coordinator: Coordinator) {
        guard (try? coordinator.hasIdleWork()) == true, let directory = ProgramEnvironment.binaryDirectory else {
            return
        }
        let command = Command(
            directory + "/parallel-cc", arguments: ["cleanup", "--only-old"],
            environment: ProgramEnvironment.current.environment,
            directory: "/")
        try? Spawner.startDetached(command)
    }

    /// Lowers the priority of this process below all others from now on.
    package static func lowerPriority() { setpriority(PRIO_PROCESS, 0, 19) }
}
