/// One thing that differs between two versions of a file. What only moved is not among them.
package struct SymbolChange: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case added, removed, renamed
        case signature = "signature changed"
        case body = "body changed"
    }

    package let kind: Kind
    /// In the old version; nil for what was added.
    package let old: Symbol?
    /// In the new version; nil for what was removed.
    package let new: Symbol?
    /// Of what was renamed, whether its code changed too.
    package let isEdited: Bool

    /// The symbol, as it was called if it was there before.
    package var symbol: Symbol? { old ?? new }

    /// Whether something that was there is another now.
    package var isModification: Bool { kind != .added }

    /// Of a symbol whose whole file is gone.
    package static func removal(of symbol: Symbol) -> SymbolChange {
        SymbolChange(kind: .removed, old: symbol, new: nil, isEdited: false)
    }
}
