package import Coordinator
internal import Exec
internal import Glibc

/// What nobody waits for: emptying the trash, taking away worktrees of lost sessions. Done by a process of its own after a
/// command has answered, so that no prompt waits for it.
package enum IdleWork {
    /// Starts it if there is something to do. A failure is left to the next command, and to doctor.
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

    /// Yields the processor to everybody else from now on.
    package static func lowerPriority() { setpriority(PRIO_PROCESS, 0, 19) }
}
