/// What is claimed inside a repository: paths from the root of its worktrees, as bytes, without `.`, `..` or empty parts.
/// The same file in two worktrees is one target.
package struct ClaimTarget: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// One path, whether it is a file, will be one, or is none.
        case path
        /// Everything below a path; the empty one is the whole repository.
        case directory
        /// What a pattern matches: `*` and `?` within a name, `**/` for any directories, `[a-z]`, `\` before a special byte.
        case glob
    }

    package let kind: Kind
    package let path: [UInt8]

    package init(_ kind: Kind, _ path: [UInt8]) {
        self.kind = kind
        self.path = path
    }

    /// Whether it covers this one path.
    package func covers(_ file: [UInt8]) -> Bool {
        switch kind {
        case .path: path == file
        case .directory:
            path.isEmpty || (file.count > path.count && file.starts(with: path) && file[path.count] == 0x2F)
        case .glob: file.starts(with: plainStart) && BytePattern(glob: path).overlaps(BytePattern(literal: file))
        }
    }

    /// Whether some path is covered by both.
    package func overlaps(_ other: ClaimTarget) -> Bool {
        switch (kind, other.kind) {
        case (.path, _): other.covers(path) || other == self
        case (_, .path): covers(other.path)
        case (.directory, .directory): self == other || covers(other.path) || other.covers(path)
        default: pattern.overlaps(other.pattern)
        }
    }

    /// What everything that a glob matches begins with; compared first, because it is quick.
    private var plainStart: ArraySlice<UInt8> { path.prefix { !"*?[\\".utf8.contains($0) } }

    private var pattern: BytePattern {
        switch kind {
        case .path: BytePattern(literal: path)
        case .directory: BytePattern(below: path)
        case .glob: BytePattern(glob: path)
        }
    }
}
