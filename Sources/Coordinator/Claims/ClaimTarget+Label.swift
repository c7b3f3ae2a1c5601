package import HookCore

extension ClaimTarget {
    /// The target as people read it: a path, a directory with a slash, or a pattern.
    package var label: String {
        let path = String(decoding: path, as: UTF8.self)
        switch kind {
        case .path: return path
        case .directory: return path.isEmpty ? "(everything)" : path + "/"
        case .glob: return path + " (pattern)"
        }
    }
}
