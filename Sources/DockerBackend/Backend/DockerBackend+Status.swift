internal import Glibc
internal import HTTPClient
package import HookCore
internal import JSON
package import Sandbox

/// What sandboxes are doing.
extension DockerBackend {
    package func status(_ id: String) throws(ParallelError) -> SandboxStatus? {
        guard let entry = try engine.container(id) else { return nil }
        return try status(of: entry)
    }

    package func list(label: String) throws(ParallelError) -> [SandboxStatus] {
        var found: [SandboxStatus] = []
        for entry in try engine.containers("label", value: label) {
            if let status = try status(of: entry) { found.append(status) }
        }
        return found
    }

    package func usage(_ id: String) throws(ParallelError) -> SandboxUsage {
        let numbers = try about(id) { () throws(ParallelError) in try engine.containerStatistics(id) }
        let memory: UInt64 = numbers["memory_stats"]?["usage"]?.integer() ?? 0
        let details = numbers["memory_stats"]?["stats"]
        // Under this name in version 1 and 2 of control groups.
        let droppable: UInt64 =
            details?["total_inactive_file"]?.integer() ?? details?["inactive_file"]?.integer() ?? 0
        return SandboxUsage(
            processorNanoseconds: numbers["cpu_stats"]?["cpu_usage"]?["total_usage"]?.integer() ?? 0,
            memory: memory - min(droppable, memory), processes: numbers["pids_stats"]?["current"]?.integer() ?? 0)
    }

    package func waitForEnd(_ id: String) throws(ParallelError) -> SandboxStatus {
        var wasAway = false
        var deadline: Int64?
        while true {
            do throws(ParallelError) {
                try about(id) { () throws(ParallelError) in try engine.waitForContainer(id) }
                let entry = try engine.container(id)
                guard let entry, let status = try inspected(entry, seconds: nil) else {
                    throw missing(id, because: nil)
                }
                if status.state != .running, status.state != .paused { return counted(status, wasAway: wasAway) }
                deadline = nil
            } catch {
                guard error.code == .cannotConnect || error.code == .connectionLost else { throw error }
                wasAway = true
                let now = MonotonicClock.milliseconds()
                let end = deadline ?? now + Int64(absenceSeconds) * 1_000
                deadline = end
                guard now < end else { throw error }
                usleep(100_000)
            }
        }
    }

    /// Takes the exit status away where an engine that went down may have ended the program: with the signals that it
    /// sends, or with a status that it made up because nobody was there to see the end.
    private func counted(_ status: SandboxStatus, wasAway: Bool) -> SandboxStatus {
        var status = status
        let isForeign = [137, 143, 255].contains(status.exitStatus)
        if wasAway, isForeign, !status.isOutOfMemory { status.exitStatus = nil }
        return status
    }

    /// Returns what the list tells, and where that leaves something open and the engine answers soon, the rest.
    private func status(of entry: ContainerEntry) throws(ParallelError) -> SandboxStatus? {
        // Whether a start has failed, and whether memory ran out, does not stand in the list.
        let isOpen = entry.state != "running" && entry.state != "paused"
        if isOpen {
            do throws(ParallelError) {
                return try inspected(entry, seconds: 2)
            } catch {
                // An archive of it is open.
                guard error.code == .answerTooLate else { throw error }
            }
        }
        let state = Self.state(entry.state, isFailed: false)
        return SandboxStatus(
            id: entry.id, name: entry.name, state: state, exitStatus: state == .ended ? entry.exitStatus : nil,
            labels: entry.labels)
    }

    /// Returns the whole status; nil where the sandbox has just gone.
    private func inspected(_ entry: ContainerEntry, seconds: Int?) throws(ParallelError) -> SandboxStatus? {
        let found: ContainerState
        do throws(ParallelError) {
            found = try engine.inspectContainer(entry.id, seconds: seconds)
        } catch {
            if error.code == .engineNotFound { return nil }
            throw error
        }
        let isFailed = !found.hasStarted && (found.exitCode != 0 || !found.error.isEmpty || found.status == "exited")
        let state = Self.state(found.status, isFailed: isFailed)
        return SandboxStatus(
            id: entry.id, name: entry.name, state: state, exitStatus: state == .ended ? found.exitCode : nil,
            isOutOfMemory: found.isOutOfMemory, labels: entry.labels)
    }

    private static func state(_ engineState: String, isFailed: Bool) -> SandboxStatus.State {
        if isFailed { return .failedToStart }
        return switch engineState {
        case "running", "restarting": .running
        case "paused": .paused
        case "exited", "dead", "removing", "stopped", "stopping": .ended
        default: .created
        }
    }
}
