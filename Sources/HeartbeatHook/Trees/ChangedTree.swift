import HookCore

/// Changed files of one worktree.
struct ChangedTree {
    /// The location of one of the files; its root is the worktree.
    let location: ClaimLocation
    /// The paths from the root of the worktree.
    private(set) var paths: [[UInt8]]

    /// Returns the tree without the files that git has brought, as far as git itself says so: those that are as the
    /// commit at HEAD has them.
    func without(_ brought: BroughtByGit) -> ChangedTree {
        guard case .committed(let commits) = brought else { return self }
        let git = GitQuestion(directory: location.root)
        let names = paths.map { String(decoding: $0, as: UTF8.self) }
        let status = [
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all", "--",
        ]
        guard let output = git.ask(status + names) else { return self }
        // Two letters and a blank come before the path.
        var edited = Set(output.split(separator: 0).map { Array($0.dropFirst(3)) })
        if commits > 0 {
            // A merge gives the paths that differ from all of its parents: how conflicts were resolved.
            let own = [
                "log", "--max-count=\(commits)", "--first-parent", "--cc", "-z", "--format=", "--name-only",
                "--no-renames",
            ]
            guard let output = git.ask(own) else { return self }
            edited.formUnion(output.split(separator: 0).map { Array($0.drop { $0 == 0x0A }) })
        }
        var rest = self
        rest.paths = paths.filter(edited.contains)
        return rest
    }

    /// Sorts files by worktree, in the order in which they were named. Files outside of all worktrees are left out. A
    /// file in a submodule also lies in the superproject.
    static func sorted(_ files: [String]) -> [ChangedTree] {
        var trees: [ChangedTree] = []
        // Each directory is looked up once. The key is its bytes: two different texts may count as equal strings.
        var known: [[UInt8]: [(tree: Int, prefix: [UInt8])]] = [:]
        for file in files {
            // The slash is searched as a byte: a slash and a combining character after it are one `Character`.
            guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { continue }
            let name = Array(file.utf8[file.utf8.index(after: slash)...])
            let folder = Array(file.utf8[..<slash])
            if let directories = known[folder], !name.isEmpty, name != [0x2E], name != [0x2E, 0x2E] {
                for directory in directories { trees[directory.tree].paths.append(directory.prefix + name) }
                continue
            }
            let locations = ClaimLocation.enclosing(file).filter { !$0.path.isEmpty }
            let directories = locations.map { location in
                let tree =
                    trees.firstIndex { $0.location.root.utf8.elementsEqual(location.root.utf8) } ?? trees.endIndex
                if tree == trees.endIndex { trees.append(ChangedTree(location: location, paths: [])) }
                trees[tree].paths.append(location.path)
                return (tree, Array(location.path.dropLast(name.count)))
            }
            guard locations.allSatisfy({ $0.path.suffix(name.count).elementsEqual(name) }) else { continue }
            known[folder] = directories
        }
        return trees
    }
}
