/// The tokens that the model API has counted.
package struct TokenUsage: Equatable, Sendable {
    /// The tokens that were read, but for those of the cache.
    package var input = 0
    /// The tokens that were written.
    package var output = 0
    /// The tokens that were read from the cache.
    package var cacheRead = 0
    /// The tokens that were written to the cache.
    package var cacheCreation = 0

    /// No tokens.
    package init() {}

    /// Adds the tokens of another request.
    package static func += (sum: inout TokenUsage, other: TokenUsage) {
        sum.input += other.input
        sum.output += other.output
        sum.cacheRead += other.cacheRead
        sum.cacheCreation += other.cacheCreation
    }
}
