internal import Files

/// The path of a member, below the folder that it is written to.
struct SafePath {
    /// The names from the folder down, of which none is `..`. Empty: the folder itself.
    let names: [PathBytes]

    /// Takes a path apart; nil where it leads out of the folder or holds a zero.
    init?(_ path: PathBytes) {
        guard path.first != 0x2F, !path.contains(0) else { return nil }
        names = Self.names(of: path)
        if names.contains(Self.up) { return nil }
    }

    /// Whether a symbolic link with this path may lead to `target`.
    ///
    /// Steps up are allowed at the beginning of the target alone, and no more than there are folders above the link.
    /// After a name they would go up from wherever that name, which may be another link, leads.
    func mayLead(to target: PathBytes) -> Bool {
        guard !target.isEmpty, target.first != 0x2F, !target.contains(0) else { return false }
        let names = Self.names(of: target)
        let steps = names.prefix { $0 == Self.up }.count
        return steps < self.names.count && !names.dropFirst(steps).contains(Self.up)
    }

    private static let up: PathBytes = [0x2E, 0x2E]

    private static func names(of path: PathBytes) -> [PathBytes] {
        path.split(separator: 0x2F).filter { $0 != [0x2E] }.map { Array($0) }
    }
}
