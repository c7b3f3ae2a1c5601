/// The names under which an option or flag is accepted.
package struct NameSpecification: Sendable, ExpressibleByArrayLiteral {
    /// A name of an option or flag.
    package struct Element: Hashable, Sendable {
        enum Kind: Hashable {
            case long
            case short
            case customLong(String, withSingleDash: Bool)
            case customShort(Character, allowingJoined: Bool)
        }

        let kind: Kind

        /// The name `--property-name`, made from the property's name.
        package static let long = Element(kind: .long)

        /// The name `-p`, from the first letter of the property's name.
        package static let short = Element(kind: .short)

        /// The name `--name`, or `-name` with a single dash. `name` is written without dashes.
        package static func customLong(_ name: String, withSingleDash: Bool = false) -> Element {
            Element(kind: .customLong(name, withSingleDash: withSingleDash))
        }

        /// The name `-c`; when joined values are allowed, `-cvalue` too.
        package static func customShort(_ character: Character, allowingJoined: Bool = false) -> Element {
            Element(kind: .customShort(character, allowingJoined: allowingJoined))
        }
    }

    let elements: [Element]

    /// Makes a specification of several names.
    package init(arrayLiteral elements: Element...) { self.elements = elements }

    private init(_ elements: [Element]) { self.elements = elements }

    /// The name `--property-name`.
    package static let long = NameSpecification([.long])

    /// The name `-p`.
    package static let short = NameSpecification([.short])

    /// The names `-p` and `--property-name`.
    package static let shortAndLong = NameSpecification([.short, .long])

    /// The name `--name` or `-name`.
    package static func customLong(_ name: String, withSingleDash: Bool = false) -> NameSpecification {
        NameSpecification([.customLong(name, withSingleDash: withSingleDash)])
    }

    /// The name `-c`.
    package static func customShort(_ character: Character, allowingJoined: Bool = false) -> NameSpecification {
        NameSpecification([.customShort(character, allowingJoined: allowingJoined)])
    }

    /// Returns the names of a property that is called `key` in Swift.
    func names(key: String) -> [ArgumentName] {
        elements.map { element in
            switch element.kind {
            case .long: .long(key.kebabCased)
            case .short: .short(key.first ?? "?", allowsJoined: false)
            case .customLong(let name, let singleDash): singleDash ? .singleDashLong(name) : .long(name)
            case .customShort(let character, let joined): .short(character, allowsJoined: joined)
            }
        }
    }
}
