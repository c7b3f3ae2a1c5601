/// The target of a claim in a repository: paths from the root of its worktrees, as bytes, without `.`, `..` or empty
/// parts. The same file in two worktrees is one target.
package struct ClaimTarget: Hashable, Sendable {
    /// The kind of paths that a target covers.
    package enum Kind: String, Sendable {
        /// A single path, whether it is a file, will be one, or is none.
        case path
        /// Everything below a path; the empty path is the whole repository.
        case directory
        /// All paths that match a pattern: `*` and `?` within a name, `**/` for any directories, `[a-z]`, `\` before a
        /// special byte.
        case glob
    }

    /// The kind of paths that the target covers.
    package let kind: Kind
    /// The path, the directory or the pattern.
    package let path: [UInt8]

    /// A target of a path that is already in the target's form.
    package init(_ kind: Kind, at path: [UInt8]) {
        self.kind = kind
        self.path = path
    }

    /// Whether the target covers this one path.
    package func covers(_ file: [UInt8]) -> Bool {
        switch kind {
        case .path: path == file
        case .directory:
            path.isEmpty || (file.count > path.count && file.starts(with: path) && file[path.count] == 0x2F)
        case .glob:
            file.starts(with: plainStart) && file.count >= plainEnd.count
                && file.suffix(plainEnd.count).elementsEqual(plainEnd)
                && BytePattern(glob: path).overlaps(BytePattern(literal: file))
        }
    }

    /// Whether both targets cover some path.
    package func overlaps(_ other: ClaimTarget) -> Bool {
        switch (kind, other.kind) {
        case (.path, _): other.covers(path) || other == self
        case (_, .path): covers(other.path)
        case (.directory, .directory): self == other || covers(other.path) || other.covers(path)
        default: pattern.overlaps(other.pattern)
        }
    }

    /// Returns the same target in a repository around this one.
    /// - Parameter start: the path of this repository's worktree in the other one. It ends with a slash, or is empty.
    package func moved(below start: [UInt8]) -> ClaimTarget {
        switch kind {
        case .path: ClaimTarget(kind, at: start + path)
        case .directory: ClaimTarget(kind, at: path.isEmpty ? start.dropLast() : start + path)
        case .glob: ClaimTarget(kind, at: start.flatMap { "*?[]\\".utf8.contains($0) ? [0x5C, $0] : [$0] } + path)
        }
    }

    /// The common beginning of all paths that a glob matches. It is compared first, because that is quick.
    private var plainStart: ArraySlice<UInt8> { path.prefix { !"*?[\\".utf8.contains($0) } }

    /// The common end of all paths that a glob matches. An escaped byte stands for itself; the slash of a `**/` may be
    /// missing.
    private var plainEnd: ArraySlice<UInt8> {
        let end = path.lastIndex { "*?[]\\".utf8.contains($0) }.map { $0 + 1 } ?? path.startIndex
        let rest = path[end...]
        return rest.first == 0x2F ? rest.dropFirst() : rest
    }

    private var pattern: BytePattern {
        switch kind {
        case .path: BytePattern(literal: path)
        case .directory: BytePattern(below: path)
        case .glob: BytePattern(glob: path)
        }
    }
}

extension ParallelError.Code {
    /// A pattern that could never match a path of a repository.
    package static let invalidPattern: Self = "invalid-pattern"
}

extension ClaimTarget {
    /// Returns the target of a pattern that a user has typed, from the root of the repository.
    /// - Throws: `.invalidPattern` for one that would protect nothing.
    package static func glob(_ typed: String) throws(ParallelError) -> ClaimTarget {
        var pattern = Array(typed.utf8)
        while pattern.starts(with: [0x2E, 0x2F]) { pattern.removeFirst(2) }
        // A directory stands for everything below it.
        if pattern.count > 1, pattern.last == 0x2F { pattern += [0x2A, 0x2A] }
        let parts = pattern.split(separator: 0x2F, omittingEmptySubsequences: false)
        let reason: String? =
            if pattern.isEmpty {
                "it is empty"
            } else if pattern.first == 0x2F {
                "it begins with a slash; patterns begin at the root of the repository"
            } else if parts.contains(where: { $0.isEmpty || $0 == [0x2E] || $0 == [0x2E, 0x2E] }) {
                "it has an empty part, or . or .."
            } else if hasBrace(pattern) {
                "braces are not understood; take several patterns, or write \\{ for a brace itself"
            } else {
                nil
            }
        guard let reason else { return ClaimTarget(.glob, at: pattern) }
        throw ParallelError(
            .invalidPattern, operation: "claim", subject: typed, message: "no path matches this pattern: \(reason)")
    }

    private static func hasBrace(_ pattern: [UInt8]) -> Bool {
        pattern.indices.contains { index in
            (pattern[index] == 0x7B || pattern[index] == 0x7D) && (index == 0 || pattern[index - 1] != 0x5C)
        }
    }
}
