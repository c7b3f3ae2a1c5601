internal import HTTPClient
internal import HookCore
internal import JSON

/// What an engine can hold containers to. Some take a limit that they cannot keep without a word.
struct EngineLimits: Sendable {
    let hasMemory: Bool
    let hasProcesses: Bool
    let hasProcessors: Bool

    /// Reads the answer of `/info`.
    init(_ info: JSONValue) {
        let options = info["SecurityOptions"]?.elements?.compactMap(\.string) ?? []
        let isRootless = options.contains { $0.hasPrefix("name=rootless") }
        // Without a driver, or with the first version of control groups, an ordinary user's engine can set none.
        let hasGroups = info["CgroupDriver"]?.string != "none" && !(isRootless && info["CgroupVersion"]?.string == "1")
        let has = { (key: String) in hasGroups && info[key]?.bool != false }
        hasMemory = has("MemoryLimit")
        hasProcesses = has("PidsLimit")
        hasProcessors = has("CpuCfsQuota") && has("CpuCfsPeriod")
    }
}

extension DockerEngine {
    func limits() throws(ParallelError) -> EngineLimits {
        guard let info = try call(.get, "/info") else { throw unexpected("read info", subject: address) }
        return EngineLimits(info)
    }
}
