/// A use of a symbol that the other side has renamed, removed, or given another signature. git merges both changes, and
/// the use is broken.
package struct BrokenUse: Equatable, Sendable {
    /// The change of the one side. For an import, or a declaration of several names, its symbol has the name that is
    /// gone.
    package let change: SymbolChange
    /// The place where the other side has begun to use the symbol, in its version of the file.
    package let use: IdentifierUse
    /// The function or type around the use; empty at the top of a file.
    package let user: String
}
