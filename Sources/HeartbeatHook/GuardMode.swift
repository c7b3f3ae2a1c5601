import Glibc
import HookCore

/// How much the guard does: the setting `guard.mode`, read as `parallel-cc config` reads it.
enum GuardMode: String {
    case off
    /// Refuses what is claimed, and tells of everything else.
    case warn
    /// Also refuses to write into a tree that another session works in.
    case block

    /// Environment, then the repository's file, then the user's; `warn` where none says. What is no mode says nothing.
    static func find(_ location: ClaimLocation, dataDirectory: String) -> GuardMode {
        let variable = getenv("PARALLEL_CC_GUARD_MODE").flatMap { GuardMode(rawValue: String(cString: $0)) }
        if let variable { return variable }
        var files = [dataDirectory + "/config.json"]
        if location.repository.hasSuffix("/.git") {
            files.insert(location.repository.dropLast(".git".count) + ".parallel-cc.json", at: 0)
        }
        for file in files {
            if let bytes = FileBytes.read(file, limit: 1 << 20),
                let value = JSONScanner.scan(bytes, keys: ["guard.mode"])?.string("guard.mode"),
                let mode = GuardMode(rawValue: value)
            {
                return mode
            }
        }
        return .warn
    }
}
