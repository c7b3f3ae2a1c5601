/// The names in one directory.
package enum DirectoryNames {
    /// All but `.` and `..`, in no order; none where it cannot be read. Names that are not UTF-8 come out changed.
    package static func list(_ directory: String) -> [String] {
        let entries = try? DirectoryReader(directory).entries()
        return (entries ?? []).map(\.name.display)
    }
}
