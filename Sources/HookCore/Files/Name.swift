/// The name of a directory, a repository, a branch or a reference, as a member of a set or the key of a dictionary.
///
/// Linux and git compare names byte by byte. Swift's `String` takes an é and an e with an accent after it for the same
/// text, though they are two directories and two branches.
package struct Name: Hashable, Comparable, Sendable {
    /// The name as it is.
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: Name, right: Name) -> Bool { left.text.isSame(as: right.text) }

    package static func < (left: Name, right: Name) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(text.utf8.count)
    }
}

extension String {
    /// Whether another path or name has the same bytes: what Linux and git go by, unlike `==`.
    package func isSame(as other: String?) -> Bool { other.map { utf8.elementsEqual($0.utf8) } ?? false }
}

extension String? {
    /// Whether both are nil, or have the same bytes.
    package func isSame(as other: String?) -> Bool { map { $0.isSame(as: other) } ?? (other == nil) }
}

extension Sequence<String> {
    /// Whether one of the paths or names has the same bytes as `name`.
    package func holds(name: String) -> Bool { contains { $0.isSame(as: name) } }

    /// The different paths or names, sorted by their bytes.
    package var distinctNames: [String] { Set(map(Name.init)).sorted().map(\.text) }
}
