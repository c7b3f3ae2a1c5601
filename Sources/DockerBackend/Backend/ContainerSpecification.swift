internal import HookCore
internal import JSON
internal import Sandbox

/// The container of a sandbox, as the engine is told to make it.
///
/// The program runs as an ordinary user, without capabilities and ways to get any, on a root file system that cannot be
/// written. `Init` reaps what it leaves behind. The engine neither restarts nor removes anything by itself.
struct ContainerSpecification {
    /// A volume with a name, so that the engine's own cleaning leaves it alone.
    struct Volume {
        let name: String
        let target: String
    }

    /// Labels of ours beside those of the specification.
    enum Label {
        /// Of volumes: the name of their sandbox.
        static let sandbox = "parallel-cc.sandbox"
        /// Of containers: the user inside, as `ID:GROUP`.
        static let user = "parallel-cc.user"
    }

    private let sandbox: SandboxSpecification
    let volumes: [Volume]
    /// The name of the container that is there while the volumes are prepared.
    let holderName: String

    /// - Parameter volumeSuffix: different each time, so that no sandbox gets the volumes of an older one of its name.
    init(_ sandbox: SandboxSpecification, volumeSuffix: String) {
        self.sandbox = sandbox
        holderName = "\(sandbox.name)-\(volumeSuffix)"
        volumes = sandbox.volumes.enumerated().map { number, target in
            Volume(name: "\(sandbox.name)-\(volumeSuffix)-\(number)", target: target)
        }
    }

    var user: SandboxSpecification.User { sandbox.user }
    private var userText: String { "\(user.id):\(user.group)" }

    /// The labels of the volumes.
    var volumeLabels: JSONValue { labels(sandbox.labels, adding: (Label.sandbox, sandbox.name)) }

    /// Returns the body of `/containers/create`.
    /// - Parameter isPodman: whether the engine is podman, which cannot give a temporary folder to a user: there
    ///   the image's folder must let everybody write.
    func value(isPodman: Bool) -> JSONValue {
        [
            "Image": .string(sandbox.image),
            // The command is the whole one, whatever the image begins its own with.
            "Entrypoint": .array(sandbox.command.map { .string($0) }), "Cmd": [],
            "Env": .array(sandbox.environment.sorted { $0.key < $1.key }.map { .string("\($0.key)=\($0.value)") }),
            "User": .string(userText), "WorkingDir": .string(sandbox.directory),
            "Labels": labels(sandbox.labels, adding: (Label.user, userText)),
            "StopSignal": "SIGTERM", "Tty": false, "OpenStdin": false, "AttachStdout": true, "AttachStderr": true,
            "Healthcheck": ["Test": ["NONE"]],
            "HostConfig": .object(host(isPodman: isPodman)),
        ]
    }

    /// Returns the body of `/containers/create` for a container that is never started and gives access to the volumes.
    func volumeHolder() -> JSONValue {
        [
            "Image": .string(sandbox.image), "Entrypoint": ["/"], "Cmd": [],
            "Labels": labels(sandbox.labels, adding: (Label.user, userText)),
            "HostConfig": ["NetworkMode": "none", "Mounts": .array(volumes.map(mount(of:)))],
        ]
    }

    private func host(isPodman: Bool) -> [JSONValue.Member] {
        var host: [JSONValue.Member] = [
            .init("NetworkMode", value: sandbox.network == .none ? "none" : "bridge"),
            .init("ReadonlyRootfs", value: true), .init("CapDrop", value: ["ALL"]),
            .init("SecurityOpt", value: ["no-new-privileges"]), .init("Init", value: true),
            .init("AutoRemove", value: false), .init("RestartPolicy", value: ["Name": "no"]),
            // For whoever looks with `docker logs`; it must not fill the disk.
            .init("LogConfig", value: ["Type": "json-file", "Config": ["max-size": "10m", "max-file": "2"]]),
            .init("Mounts", value: .array(sandbox.mounts.map(mount(of:)) + volumes.map(mount(of:)))),
            .init("Tmpfs", value: .object(temporary(isPodman: isPodman))),
        ]
        if let memory = sandbox.limits.memory {
            // The same number for both is: no swap.
            host += [.init("Memory", value: number(memory)), .init("MemorySwap", value: number(memory))]
        }
        if let cpus = sandbox.limits.cpus { host.append(.init("NanoCpus", value: number(UInt64(cpus * 1e9)))) }
        if let processes = sandbox.limits.processes {
            host.append(.init("PidsLimit", value: number(UInt64(processes))))
        }
        return host
    }

    private func temporary(isPodman: Bool) -> [JSONValue.Member] {
        let owner = isPodman ? "mode=1777" : "uid=\(user.id),gid=\(user.group),mode=0700"
        return sandbox.temporary.sorted { $0.key < $1.key }.map { path, size in
            let options = "rw,exec,nosuid,nodev,size=\(size),\(owner)"
            return .init(path, value: .string(options))
        }
    }

    private func mount(of mount: SandboxSpecification.Mount) -> JSONValue {
        ["Type": "bind", "Source": .string(mount.source), "Target": .string(mount.target), "ReadOnly": true]
    }

    private func mount(of volume: Volume) -> JSONValue {
        ["Type": "volume", "Source": .string(volume.name), "Target": .string(volume.target)]
    }

    private func labels(_ labels: [String: String], adding own: (String, String)) -> JSONValue {
        let all = labels.merging([own.0: own.1]) { $1 }
        return .object(all.sorted { $0.key < $1.key }.map { .init($0.key, value: .string($0.value)) })
    }

    private func number(_ value: UInt64) -> JSONValue { .number(String(value)) }
}
