/// A programming language whose files can be read as trees.
package enum Language: String, CaseIterable, Sendable {
    case c, cpp, go, java, javascript, python, rust, tsx, typescript

    /// The language of a file by its name's extension; nil for one without a grammar. `.h` is read as C++, because C is
    /// nearly a part of it.
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

    /// A group of languages whose files use one another's symbols.
    package enum Family: Sendable {
        case c, go, java, javascript, python, rust

        /// Whether a file may use symbols of another file without naming them in an import.
        package var sharesNames: Bool {
            switch self {
            case .c, .go, .java: true
            case .javascript, .python, .rust: false
            }
        }
    }

    /// The group that the language belongs to.
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

    /// Whether members can be named inside their type without an object.
    var hasImplicitThis: Bool { self == .java || self == .cpp }

    /// The function of the library that returns the grammar. The libraries were made for Python: they export only this
    /// name, and `scripts/support/grammars` has put the grammar's own function there.
    var grammarFunction: String { "PyInit_\(rawValue)" }

    /// The year of the last change to our version of the grammar; for C and Go, the latest possible year. Newer syntax
    /// is read as a mistake.
    package var grammarYear: Int {
        switch self {
        case .c, .cpp, .go, .rust: 2025
        case .java, .javascript, .python, .tsx, .typescript: 2024
        }
    }

    /// The language's name for the user.
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
