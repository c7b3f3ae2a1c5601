/// A programming language whose files we can read as trees.
package enum Language: String, CaseIterable, Sendable {
    case c, cpp, go, java, javascript, python, rust, tsx, typescript

    /// By the extension of a file's name; nil for a language that we do not know. `.h` is read as C++, which C is nearly
    /// a part of.
    package init?(path: [UInt8]) {
        let name = path.split(separator: UInt8(ascii: "/")).last ?? []
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex,
            let found = Self.extensions[String(decoding: name[(dot + 1)...], as: UTF8.self)]
        else { return nil }
        self = found
    }

    private static let extensions: [String: Language] = [
        "c": .c, "cc": .cpp, "cpp": .cpp, "cxx": .cpp, "h": .cpp, "hh": .cpp, "hpp": .cpp, "hxx": .cpp, "go": .go,
        "java": .java, "js": .javascript, "jsx": .javascript, "mjs": .javascript, "cjs": .javascript, "py": .python,
        "pyi": .python, "rs": .rust, "tsx": .tsx, "ts": .typescript, "mts": .typescript, "cts": .typescript,
    ]

    /// Languages whose files use one another's symbols.
    package enum Family: Sendable {
        case c, go, java, javascript, python, rust

        /// Whether a file may use what another declares without naming it in an import.
        package var sharesNames: Bool {
            switch self {
            case .c, .go, .java: true
            case .javascript, .python, .rust: false
            }
        }
    }

    package var family: Family {
        switch self {
        case .c, .cpp: .c
        case .go: .go
        case .java: .java
        case .javascript, .tsx, .typescript: .javascript
        case .python: .python
        case .rust: .rust
        }
    }

    /// Whether members are named without saying of what, inside of their type.
    var hasImplicitThis: Bool { self == .java || self == .cpp }

    /// The function of the library that hands out the grammar. The libraries were made for Python: this is the one name that
    /// they show, and `scripts/support/grammars` has put the grammar's own function there.
    var grammarFunction: String { "PyInit_\(rawValue)" }

    /// The year of the last change to the grammar that we have; of C and Go, at the latest. Younger syntax reads as a mistake.
    package var grammarYear: Int {
        switch self {
        case .c, .cpp, .go, .rust: 2025
        case .java, .javascript, .python, .tsx, .typescript: 2024
        }
    }

    /// For people.
    package var title: String {
        switch self {
        case .c: "C"
        case .cpp: "C++"
        case .go: "Go"
        case .java: "Java"
        case .javascript: "JavaScript"
        case .python: "Python"
        case .rust: "Rust"
        case .tsx: "TSX"
        case .typescript: "TypeScript"
        }
    }
}
