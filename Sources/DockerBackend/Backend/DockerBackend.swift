internal import Files
package import HTTPClient
package import HookCore
package import Sandbox

/// Makes sandboxes of containers, by the Engine API of dockerd or podman.
///
/// A sandbox is one container, never started twice, with volumes that bear its name. The engine's own log of what it
/// printed is short: what must not be lost goes to files.
package struct DockerBackend: SandboxBackend {
    /// What a copy out of a sandbox may take.
    package struct CopyLimits: Sendable {
        package var seconds: Int
        package var bytes: UInt64

        package init(seconds: Int = 600, bytes: UInt64 = 32 << 30) {
            self.seconds = seconds
            self.bytes = bytes
        }
    }

    let engine: DockerEngine
    let limits: EngineLimits
    let copyLimits: CopyLimits
    /// How long an engine that went away is waited for, in seconds.
    let absenceSeconds: Int
    let transfers = OpenTransfers()

    package let name = "docker"
    package var description: String { "\(engine.server) at \(engine.address), API \(engine.version)" }

    /// Connects to an engine.
    /// - Parameters:
    ///   - endpoint: the engine's, as of `DockerEndpoint`.
    ///   - isCancelled: asked while calls wait; true ends them with `.cancelled`.
    /// - Throws: `.cannotConnect`, `.connectionLost`, `.engineTooOld`, `.engineFailed`.
    package init(
        _ endpoint: HTTPEndpoint, copyLimits: CopyLimits = CopyLimits(), absenceSeconds: Int = 120,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(ParallelError) {
        engine = try DockerEngine(endpoint, isCancelled: isCancelled)
        limits = try engine.limits()
        self.copyLimits = copyLimits
        self.absenceSeconds = absenceSeconds
    }

    // MARK: - Making and starting

    package func create(_ specification: SandboxSpecification) throws(ParallelError) -> String {
        try limits.check(specification)
        let container = ContainerSpecification(specification, volumeSuffix: String.random(digits: 8))
        do throws(ParallelError) {
            try prepareVolumes(of: container)
            return try engine.createContainer(
                specification.name, specification: container.value(isPodman: engine.isPodman))
        } catch {
            // An answer that did not come may have been a success: then the volumes are in use, and stay.
            for volume in container.volumes { try? engine.removeVolume(volume.name) }
            throw try explained(error, of: specification)
        }
    }

    private func explained(
        _ error: ParallelError, of specification: SandboxSpecification
    ) throws(ParallelError) -> ParallelError {
        switch error.code {
        case .engineConflict:
            return translated(error, code: .sandboxExists, "there is one of that name", specification.name)
        case .engineNotFound:
            return translated(error, code: .imageMissing, "there is no such image", specification.image)
        case .engineFailed:
            // Podman does not call it a conflict.
            let isTaken = try engine.containers("name", value: specification.name).contains {
                $0.name == specification.name
            }
            return isTaken
                ? translated(error, code: .sandboxExists, "there is one of that name", specification.name) : error
        default: return error
        }
    }

    package func start(_ id: String) throws(ParallelError) {
        try about(id) { () throws(ParallelError) in
            // A container that has ended would run once more.
            if try engine.inspectContainer(id, seconds: 60).hasStarted { return }
            try run(id)
        }
    }

    package func restart(_ id: String) throws(ParallelError) {
        try about(id) { () throws(ParallelError) in try run(id) }
    }

    private func run(_ id: String) throws(ParallelError) {
        do throws(ParallelError) {
            try engine.startContainer(id)
        } catch {
            guard [.engineFailed, .engineNotFound, .engineConflict].contains(error.code) else { throw error }
            if error.code == .engineNotFound, try engine.container(id) == nil { throw error }
            throw translated(error, code: .cannotStart, "its program could not be started", id)
        }
    }

    // MARK: - Running

    package func pause(_ id: String) throws(ParallelError) {
        try change(id, to: .paused) { () throws(ParallelError) in try engine.pauseContainer(id) }
    }

    package func resume(_ id: String) throws(ParallelError) {
        try change(id, to: .running) { () throws(ParallelError) in try engine.unpauseContainer(id) }
    }

    private func change(
        _ id: String, to state: SandboxStatus.State, act: () throws(ParallelError) -> Void
    ) throws(ParallelError) {
        try about(id) { () throws(ParallelError) in
            do throws(ParallelError) {
                try act()
            } catch {
                // Docker calls it a conflict, or, as podman, a failure.
                guard error.code == .engineConflict || error.code == .engineFailed else { throw error }
                let now = try status(id)?.state
                if now == state { return }
                throw translated(error, code: .sandboxNotRunning, "it is \(now?.rawValue ?? "gone")", id)
            }
        }
    }

    package func execute(
        _ command: [String], in id: String
    ) throws(ParallelError) -> (exitStatus: Int32, output: [UInt8], errors: [UInt8]) {
        var frames = StreamFrames()
        var (output, errors): ([UInt8], [UInt8]) = ([], [])
        do throws(ParallelError) {
            let exec = try engine.createExec(command, in: id)
            try engine.startExec(exec) { (piece) throws(ParallelError) in
                try frames.add(piece) { (stream, bytes) throws(ParallelError) in
                    guard output.count + errors.count + bytes.count <= Self.mostExecOutput else {
                        throw ParallelError(
                            .answerTooLong, operation: "run in sandbox", subject: id,
                            message: "\(command.first ?? "") prints more than \(Self.mostExecOutput) bytes")
                    }
                    if stream == .errors { errors += bytes } else { output += bytes }
                }
            }
            guard let status = try engine.exitStatus(ofExec: exec) else {
                throw ParallelError(
                    .connectionLost, operation: "run in sandbox", subject: id,
                    message: "the connection ended before \(command.first ?? "the program") did")
            }
            return (status, output, errors)
        } catch {
            switch error.code {
            case .engineNotFound: throw missing(id, because: error)
            case .engineConflict: throw translated(error, code: .sandboxNotRunning, "it does not run", id)
            // As podman calls it.
            case .engineFailed where try engine.container(id)?.state != "running":
                throw translated(error, code: .sandboxNotRunning, "it does not run", id)
            default: throw error
            }
        }
    }

    /// What one program may print, in bytes.
    private static let mostExecOutput = 64 << 20

    // MARK: - Errors

    /// Calls the engine about a sandbox, which it may not know.
    func about<Value>(
        _ id: String, call: () throws(ParallelError) -> Value
    ) throws(ParallelError) -> Value {
        do throws(ParallelError) {
            return try call()
        } catch {
            if error.code == .engineNotFound { throw missing(id, because: error) }
            throw error
        }
    }

    func missing(_ id: String, because error: ParallelError?) -> ParallelError {
        ParallelError(
            .sandboxMissing, operation: "find sandbox", subject: id, message: "there is no such sandbox",
            cause: error?.cause)
    }

    func translated(
        _ error: ParallelError, code: ParallelError.Code, _ message: String, _ subject: String
    ) -> ParallelError {
        ParallelError(
            code, operation: error.operation, subject: subject, message: message, hint: error.hint, cause: error.cause)
    }
}
