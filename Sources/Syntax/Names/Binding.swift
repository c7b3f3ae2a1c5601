/// A name that a symbol brings into its scope.
package struct Binding: Hashable, Sendable {
    /// The name in its scope; for an export, the name that other files import.
    package let name: String
    /// The thing that the name stands for: the imported thing, or the declaration as it is written.
    let origin: String
    /// Whether other files import the thing under this name. Else the name is used in the file itself.
    let isExport: Bool

    init(_ name: String, origin: String, isExport: Bool = false) {
        self.name = name
        self.origin = origin
        self.isExport = isExport
    }
}
