internal import Coordinator

/// The confidence in a suggestion, from 0 to 1, and its parts.
///
/// The score is 0.30 · complexity + 0.25 · similarity + 0.25 · validity + 0.20 · strategy, times 0.7 for a
/// semantic conflict, times 0.8 when more than 50 lines are decided.
package struct Confidence: Codable, Equatable, Sendable {
    /// The simplicity of the conflict.
    package let complexity: Double
    /// The similarity of the sides in the conflicting parts.
    package let similarity: Double
    /// Whether the result can be parsed without new errors and has all lines on which the sides agree: 1 or 0.
    package let validity: Double
    /// The trust in the strategy.
    package let strategy: Double
    /// 0.7 for a semantic conflict, else 1.
    package let semanticFactor: Double
    /// 0.8 for many lines, else 1.
    package let sizeFactor: Double
    /// The product, from 0 to 1.
    package let score: Double

    /// The sides of one conflicting part.
    typealias Pair = (ours: [UInt8], theirs: [UInt8])

    /// Computes the confidence.
    /// - Parameter decidedLines: the number of lines that are not blank and that the suggestion puts in the conflicting
    ///   parts.
    init(
        _ finding: ConflictFinding, strategy: SuggestionStrategy, pairs: [Pair], decidedLines: Int, isValid: Bool
    ) {
        complexity = Self.complexity(finding, pairs: pairs)
        similarity = pairs.isEmpty ? 0.5 : pairs.map(Self.similarity).reduce(0, +) / Double(pairs.count)
        validity = isValid ? 1 : 0
        self.strategy = strategy.trust
        semanticFactor = finding.type == .semantic ? 0.7 : 1
        sizeFactor = decidedLines > 50 ? 0.8 : 1
        let sum = 0.30 * complexity + 0.25 * similarity + 0.25 * validity + 0.20 * self.strategy
        score = min(1, max(0, sum * semanticFactor * sizeFactor))
    }

    private static func complexity(_ finding: ConflictFinding, pairs: [Pair]) -> Double {
        switch finding.type {
        case .trivial: 1
        case .structural: finding.changesImports ? 0.9 : 0.7
        case .concurrentEdit:
            pairs.map { max(lines($0.ours).count, lines($0.theirs).count) }.reduce(0, +) < 5 ? 0.6 : 0.4
        case .semantic: 0.3
        case .unknown: 0.2
        }
    }

    /// Returns the number of lines that both have, divided by the number of lines of the longer one.
    private static func similarity(_ pair: Pair) -> Double {
        let (mine, other) = (lines(pair.ours), lines(pair.theirs))
        let most = max(mine.count, other.count)
        guard most > 0 else { return 1 }
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for line in mine { counts[line, default: 0] += 1 }
        var common = 0
        for line in other where counts[line, default: 0] > 0 {
            counts[line, default: 0] -= 1
            common += 1
        }
        return Double(common) / Double(most)
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return bytes.last == 0x0A || bytes.isEmpty ? lines.dropLast() : lines
    }
}
