/// A difference between two versions of a file. A symbol that only moved is no difference.
package struct SymbolChange: Equatable, Sendable {
    /// The kind of difference.
    package enum Kind: String, Sendable {
        case added, removed, renamed
        case signature = "signature changed"
        case body = "body changed"
    }

    /// The kind of difference.
    package let kind: Kind
    /// The symbol in the old version; nil where it was added.
    package let old: Symbol?
    /// The symbol in the new version; nil where it was removed.
    package let new: Symbol?
    /// Whether a renamed symbol's code changed too.
    package let isEdited: Bool

    /// The symbol with its old name, if it has one.
    package var symbol: Symbol? { old ?? new }

    /// Whether the change concerns a symbol that was there before.
    package var isModification: Bool { kind != .added }

    /// Returns the removal of a symbol whose whole file is gone.
    package static func removal(of symbol: Symbol) -> SymbolChange {
        SymbolChange(kind: .removed, old: symbol, new: nil, isEdited: false)
    }
}
