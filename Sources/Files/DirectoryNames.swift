/// Lists the names in a directory.
package enum DirectoryNames {
    /// Returns all names but `.` and `..`, in no order; none where the directory cannot be read. Names that are not
    /// UTF-8 are changed.
    package static func list(_ directory: String) -> [String] {
        let entries = try? DirectoryReader(directory).entries()
        return (entries ?? []).map(\.name.display)
    }
}
