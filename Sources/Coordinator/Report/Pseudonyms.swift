/// Names that stand for the user's own values: `repository-1`, `session-2`. The same value always has the same name.
package struct Pseudonyms: Sendable {
    /// The names by value.
    package private(set) var all: [String: String] = [:]
    private var counts: [String: Int] = [:]

    /// Makes an empty set.
    package init() {}

    /// Numbers the values that have no name yet, in their order.
    /// - Parameter kind: the beginning of the names.
    package mutating func add(_ values: [String], as kind: String) {
        for value in values where !value.isEmpty && all[value] == nil {
            counts[kind, default: 0] += 1
            all[value] = "\(kind)-\(counts[kind, default: 0])"
        }
    }

    /// Adds a name without a number. A value that has a name keeps it.
    package mutating func add(_ value: String, named name: String) {
        if !value.isEmpty, all[value] == nil { all[value] = name }
    }

    /// Adds repositories by their main checkouts, so that main checkouts get no second name.
    package mutating func add(repositories: [String]) { add(repositories.map(Self.mainCheckout), as: "repository") }

    /// Returns the name of a repository; nil when it has none.
    /// - Parameter commonDirectory: the common git directory of the repository.
    package func repository(_ commonDirectory: String) -> String? { all[Self.mainCheckout(commonDirectory)] }

    private static func mainCheckout(_ commonDirectory: String) -> String {
        commonDirectory.hasSuffix("/.git") ? String(commonDirectory.dropLast(5)) : commonDirectory
    }
}
