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
        let checkout = CheckedOut.mainCheckout(location) ?? location.root
        for file in [checkout + "/.parallel-cc.json", dataDirectory + "/config.json"] {
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
