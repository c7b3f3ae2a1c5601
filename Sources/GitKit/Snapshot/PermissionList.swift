internal import Files
internal import GitProgram
internal import HookCore

/// A list of paths with their permissions, which git does not keep: NUL-separated `<permissions in octal> <path>`.
enum PermissionList {
    static func bytes(_ entries: [(path: PathBytes, permissions: UInt32)]) -> [UInt8] {
        entries.flatMap { Array(String($0.permissions, radix: 8).utf8) + [0x20] + $0.path + [0] }
    }

    static func entries(_ bytes: [UInt8]) -> [(path: PathBytes, permissions: UInt32)] {
        ZeroSeparated.fields(bytes).map { field in
            let parts = field.split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
            return (Array(parts.last ?? []), UInt32(Array(parts.first ?? []).display, radix: 8) ?? 0o600)
        }
    }
}
