/// Which name stands for what belongs to the user: `repository-1`, `session-2`. The same value always has the same one.
package struct Pseudonyms: Sendable {
    /// By the value itself.
    package private(set) var all: [String: String] = [:]
    private var counts: [String: Int] = [:]

    package init() {}

    /// Numbers the values that are not known yet, in their order.
    /// - Parameter kind: what the name begins with.
    package mutating func add(_ values: [String], as kind: String) {
        for value in values where !value.isEmpty && all[value] == nil {
            counts[kind, default: 0] += 1
            all[value] = "\(kind)-\(counts[kind, default: 0])"
        }
    }

    /// A name without a number. What is known already keeps its own.
    package mutating func add(_ value: String, named name: String) {
        if !value.isEmpty, all[value] == nil { all[value] = name }
    }

    /// Repositories are known by their main checkouts, so that these get no second name.
    package mutating func add(repositories: [String]) { add(repositories.map(Self.place), as: "repository") }

    /// - Parameter commonDirectory: of a repository.
    package func repository(_ commonDirectory: String) -> String? { all[Self.place(commonDirectory)] }

    private static func place(_ commonDirectory: String) -> String {
        commonDirectory.hasSuffix("/.git") ? String(commonDirectory.dropLast(5)) : commonDirectory
    }
}
