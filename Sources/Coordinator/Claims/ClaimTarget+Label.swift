package import HookCore

extension ClaimTarget {
    /// For people.
    package var label: String {
        let path = String(decoding: path, as: UTF8.self)
        switch kind {
        case .path: return path
        case .directory: return path.isEmpty ? "(everything)" : path + "/"
        case .glob: return path + " (pattern)"
        }
    }
}
