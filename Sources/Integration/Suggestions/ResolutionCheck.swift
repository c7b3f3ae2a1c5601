internal import Coordinator
internal import Syntax

/// Checks whether a file can resolve a conflict, as far as a program can tell.
struct ResolutionCheck {
    private let versions: FileVersions
    private let grammars: Grammars

    init(_ versions: FileVersions, with grammars: Grammars) {
        self.versions = versions
        self.grammars = grammars
    }

    /// Returns the fault of a file; nil when none is found.
    func complaint(about bytes: [UInt8]) -> String? {
        let left = markersLeft(in: bytes)
        if left > 0 { return "\(left) line\(left == 1 ? "" : "s") of conflict markers would be left" }
        guard case .success(let trees) = versions.trees else { return nil }
        guard let file = try? SyntaxFile(bytes, language: trees.ours.language, with: grammars) else {
            return "it cannot be parsed"
        }
        // The grammar may not know some syntax of either side, and all of that may be in the file.
        let known = max(0, trees.ours.errors + trees.theirs.errors - trees.base.errors)
        return file.errors > max(known, trees.ours.errors, trees.theirs.errors)
            ? "it has more places that cannot be parsed than the sides have" : nil
    }

    /// Returns possible faults that the file alone does not show. Suggestions of a program are not offered then.
    func doubts(about bytes: [UInt8]) -> [String] {
        guard case .success(let trees) = versions.trees,
            let file = try? SyntaxFile(bytes, language: trees.ours.language, with: grammars)
        else { return [] }
        return MergeReview(base: trees.base, ours: trees.ours, theirs: trees.theirs).doubts(about: file)
    }

    /// Returns the number of lines that look like conflict markers, beyond those of the versions: a heading may be
    /// underlined with equal signs.
    func markersLeft(in bytes: [UInt8]) -> Int {
        let known = [versions.base, versions.ours, versions.theirs].map(Self.markers)
        return Self.markers(bytes).reduce(0) { sum, entry in
            sum + max(0, entry.value - (known.compactMap { $0[entry.key] }.max() ?? 0))
        }
    }

    /// Returns the number of lines that begin with exactly seven of a marker's character, by character.
    private static func markers(_ bytes: [UInt8]) -> [UInt8: Int] {
        var counts: [UInt8: Int] = [:]
        for line in bytes.split(separator: 0x0A) {
            guard let first = line.first, "<=>|".utf8.contains(first), line.prefix(7).count == 7,
                line.prefix(7).allSatisfy({ $0 == first }), line.dropFirst(7).first.map(Blanks.isBlank) ?? true
            else { continue }
            counts[first, default: 0] += 1
        }
        return counts
    }
}
