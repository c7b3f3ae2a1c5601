/// A sandbox as its engine knows it.
package struct SandboxStatus: Equatable, Sendable {
    package enum State: String, Sendable {
        case created, running, paused
        /// It has run and has ended.
        case ended
        /// It was made, but its program could not be started.
        case failedToStart = "failed-to-start"
    }

    /// The engine's id.
    package var id: String
    package var name: String
    package var state: State
    /// The exit status, 128 + n for a signal; nil unless it has ended.
    package var exitStatus: Int32?
    /// Whether the kernel has killed one of its processes for want of memory.
    package var isOutOfMemory: Bool
    package var labels: [String: String]

    package init(
        id: String, name: String, state: State, exitStatus: Int32? = nil, isOutOfMemory: Bool = false,
        labels: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.exitStatus = exitStatus
        self.isOutOfMemory = isOutOfMemory
        self.labels = labels
    }
}

/// What a sandbox uses at the moment.
package struct SandboxUsage: Equatable, Sendable {
    /// Processor time so far, in nanoseconds.
    package var processorNanoseconds: UInt64
    /// Memory in bytes, without what the kernel can drop.
    package var memory: UInt64
    /// Processes and threads.
    package var processes: Int

    package init(processorNanoseconds: UInt64, memory: UInt64, processes: Int) {
        self.processorNanoseconds = processorNanoseconds
        self.memory = memory
        self.processes = processes
    }
}
