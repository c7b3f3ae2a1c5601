import Glibc
import HookCore

/// The setting `guard.mode`, read as `parallel-cc config` reads it: how much the guard does.
enum GuardMode: String, CaseIterable {
    case off
    /// Refuses writes to claimed files, and tells of everything else.
    case warn
    /// Also refuses writes into a tree in which another session works.
    case block

    /// Reads the environment, then the user's file; `warn` where neither holds a valid mode. The repository's file can
    /// only raise the mode: it may come from anybody, and protects the work of others.
    static func find(_ location: ClaimLocation, dataDirectory: String) -> GuardMode {
        let variable = getenv("PARALLEL_CC_GUARD_MODE").flatMap { GuardMode(rawValue: String(cString: $0)) }
        if let variable { return variable }
        let own = read(dataDirectory + "/config.json") ?? .warn
        let file = (CheckedOut.mainCheckout(location) ?? location.root) + "/.parallel-cc.json"
        // `parallel-cc config` follows no link there either.
        guard LinkTarget.text(file) == nil, let raised = read(file) else { return own }
        return allCases.last { $0 == own || $0 == raised } ?? own
    }

    private static func read(_ path: String) -> GuardMode? {
        FileBytes.read(path, limit: 1 << 20)
            .flatMap { JSONScanner.scan($0, keys: ["guard.mode"])?.string("guard.mode") }
            .flatMap { GuardMode(rawValue: $0) }
    }
}
