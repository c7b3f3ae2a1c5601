import Glibc
import HookCore

/// How much the guard does: the setting `guard.mode`, read as `parallel-cc config` reads it.
enum GuardMode: String {
    case off
    /// Refuses what is claimed, and tells of everything else.
    case warn
    /// Also refuses to write into a tree that another session works in.
    case block

    /// Environment, then the repository's file, then the user's; `warn` where none says.
    static func find(_ location: ClaimLocation, dataDirectory: String) -> GuardMode {
        if let value = getenv("PARALLEL_CC_GUARD_MODE").map({ String(cString: $0) }) { return read(value) }
        var files = [dataDirectory + "/config.json"]
        if location.repository.hasSuffix("/.git") {
            files.insert(location.repository.dropLast(".git".count) + ".parallel-cc.json", at: 0)
        }
        for file in files {
            if let bytes = FileBytes.read(file, limit: 1 << 20),
                let value = JSONScanner.scan(bytes, keys: ["guard.mode"])?.string("guard.mode")
            {
                return read(value)
            }
        }
        return .warn
    }

    private static func read(_ value: String) -> GuardMode { GuardMode(rawValue: value) ?? .warn }
}
