import Glibc
import HookCore

/// The setting `guard.mode`, read as `parallel-cc config` reads it: how much the guard does.
enum GuardMode: String {
    case off
    /// Refuses writes to claimed files, and tells of everything else.
    case warn
    /// Also refuses writes into a tree in which another session works.
    case block

    /// Reads the environment, then the repository's file, then the user's; `warn` where none of them holds a valid
    /// mode.
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
