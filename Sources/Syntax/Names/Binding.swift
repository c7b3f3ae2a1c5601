/// A name that a symbol brings into the scope in which it stands.
package struct Binding: Hashable, Sendable {
    package let name: String
    /// What the name stands for: the thing that is imported, or the declaration as it is written.
    let origin: String
    /// Whether others import it under this name, rather than that the file itself calls something so.
    let isExport: Bool

    init(_ name: String, origin: String, isExport: Bool = false) {
        self.name = name
        self.origin = origin
        self.isExport = isExport
    }
}
