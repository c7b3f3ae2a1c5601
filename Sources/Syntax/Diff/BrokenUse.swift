/// A use of something that the other side has renamed, removed, or given another signature: git merges it, and it is
/// broken.
package struct BrokenUse: Equatable, Sendable {
    /// What the one side did. Of an import, or of a declaration of several names, the symbol is called as the name that is
    /// gone.
    package let change: SymbolChange
    /// Where the other side has begun to use it, by its version of the file.
    package let use: IdentifierUse
    /// The function or type around the use; empty at the top of a file.
    package let user: String
}
