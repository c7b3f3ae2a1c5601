internal import Glibc

/// The names in one directory.
package enum DirectoryNames {
    /// All but `.` and `..`, in no order; none where it cannot be read. Names that are not UTF-8 come out changed.
    package static func list(_ directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
