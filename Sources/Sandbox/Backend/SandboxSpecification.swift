/// A sandbox to be made. What stands here is all that a backend gets to know of a task.
package struct SandboxSpecification: Equatable, Sendable {
    /// The networks that a sandbox can have.
    package enum Network: String, Codable, Sendable {
        /// None but its own loopback.
        case none
        /// The engine's usual one, with a way out.
        case full
    }

    /// A file or folder of the host that is visible inside, read-only.
    package struct Mount: Codable, Equatable, Sendable {
        package var source: String
        package var target: String

        package init(source: String, target: String) {
            self.source = source
            self.target = target
        }
    }

    /// A user with its group: an engine would take the root group for a user alone.
    package struct User: Equatable, Sendable {
        package var id: UInt32
        package var group: UInt32

        package init(id: UInt32, group: UInt32) {
            self.id = id
            self.group = group
        }
    }

    /// What the sandbox may use at most. Nil: no limit.
    package struct Limits: Codable, Equatable, Sendable {
        package var cpus: Double?
        /// In bytes, swap included.
        package var memory: UInt64?
        /// Processes and threads.
        package var processes: Int?

        package init(cpus: Double? = nil, memory: UInt64? = nil, processes: Int? = nil) {
            self.cpus = cpus
            self.memory = memory
            self.processes = processes
        }
    }

    /// The name: letters, digits and `-`, unique on this engine. A second sandbox of the same name is a conflict.
    package var name: String
    package var image: String
    package var command: [String]
    package var environment: [String: String] = [:]
    /// The user inside.
    package var user = User(id: 10001, group: 10001)
    package var directory = "/"
    package var network = Network.none
    package var limits = Limits()
    package var mounts: [Mount] = []
    /// The folders of the image that can be written and that stay as long as the sandbox; everything else is read-only.
    package var volumes: [String] = []
    /// The folders that can be written and are gone with the process, with their sizes in bytes.
    package var temporary: [String: UInt64] = [:]
    /// By these the sandboxes of a program are found again.
    package var labels: [String: String] = [:]

    package init(name: String, image: String, command: [String]) {
        self.name = name
        self.image = image
        self.command = command
    }
}
