internal import HookCore
internal import Sandbox

extension EngineLimits {
    /// Refuses a sandbox with a limit that the engine would not hold it to.
    /// - Throws: `.limitUnsupported`.
    func check(_ sandbox: SandboxSpecification) throws(ParallelError) {
        let wanted: [(String, isWanted: Bool, isKept: Bool)] = [
            ("memory", sandbox.limits.memory != nil, hasMemory),
            ("number of processes", sandbox.limits.processes != nil, hasProcesses),
            ("processor time", sandbox.limits.cpus != nil, hasProcessors),
        ]
        for (what, isWanted, isKept) in wanted where isWanted && !isKept {
            throw ParallelError(
                .limitUnsupported, operation: "create sandbox", subject: sandbox.name,
                message: "this engine cannot limit the \(what)",
                hint: "use an engine that runs as root, or control groups of version 2, or take the limit away")
        }
    }
}
