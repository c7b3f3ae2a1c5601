internal import Files
internal import HookCore

/// The difference between a worktree's index and its working tree, ready to be stored.
struct SnapshotChanges {
    /// The files of the working tree that are to be stored byte for byte.
    private(set) var files: [WorkTreeFile] = []
    /// The files of the git directory that are to be stored (`WorktreeStateFiles`).
    private(set) var stateFiles: [WorkTreeFile] = []
    /// The files of both that must become no objects.
    private(set) var privateFiles: [PrivateFile] = []
    /// The index paths whose files in the working tree differ from the index or are missing.
    private(set) var replaced: Set<PathBytes> = []
    private(set) var counts = SnapshotManifest.FileCounts(tracked: 0, untracked: 0, deleted: 0)

    /// Reads the files that `contents` names.
    /// - Throws: `.rescueTooLarge`, `.nestedRepository`, `.unreadableFile`.
    init(_ contents: SnapshotContents, from source: SnapshotSource) throws(ParallelError) {
        for entry in contents.status.entries {
            guard entry.path.last != 0x2F else { throw Self.nested(entry.path, from: source) }
            try add(entry, from: source)
        }
        for path in contents.flagged + contents.converted {
            try add(path, from: source)
            counts.tracked += 1
        }
        for path in contents.unseen {
            try add(path, from: source)
            counts.untracked += 1
        }
        for (gitlink, paths) in contents.inGitlinks.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            // A tree cannot hold both the submodule and files below it.
            replaced.insert(gitlink)
            for path in paths { try add(path, from: source) }
            counts.untracked += paths.count
        }
        for path in contents.ignored where !replaced.contains(path) {
            guard let file = try WorkTreeFile.find(path, in: source.workTree) else { continue }
            replaced.insert(path)
            files.append(file)
            counts.untracked += 1
        }
        for name in WorktreeStateFiles.paths(in: source.gitDirectory) {
            let path = Array(name.utf8)
            if let file = try WorkTreeFile.find(path, in: source.gitDirectory) { stateFiles.append(file) }
        }
        let bytes = (files + stateFiles).reduce(0) { $0 + $1.size }
        guard bytes <= source.maxBytes else {
            throw ParallelError(
                .rescueTooLarge, operation: "save", subject: source.workTree,
                message: "\(bytes) bytes of changes are over the limit of \(source.maxBytes)",
                hint: "parallel-cc config set rescue.maxBytes \(bytes)")
        }
        guard source.keepsPrivateFilesApart else { return }
        Self.part(&files, place: .workTree, at: source.workTree, from: source, into: &privateFiles)
        Self.part(&stateFiles, place: .gitDirectory, at: source.gitDirectory, from: source, into: &privateFiles)
    }

    private static func part(
        _ files: inout [WorkTreeFile], place: PrivateFile.Place, at root: String, from source: SnapshotSource,
        into privateFiles: inout [PrivateFile]
    ) {
        let privacy = Privacy(root: root, commonDirectory: source.commonDirectory)
        privateFiles += files.filter(privacy.isPrivate).map { PrivateFile(place: place, file: $0) }
        files.removeAll(where: privacy.isPrivate)
    }

    /// Returns the paths of the private files of one place.
    func privatePaths(_ place: PrivateFile.Place) -> Set<PathBytes> {
        Set(privateFiles.filter { $0.place == place }.map(\.file.path))
    }

    private mutating func add(_ entry: StatusEntry, from source: SnapshotSource) throws(ParallelError) {
        switch entry.kind {
        case .untracked:
            counts.untracked += 1
        case .unmerged:
            counts.tracked += 1
        case .tracked(let index, let workTree):
            let isDeletion = workTree == UInt8(ascii: "D") || index == UInt8(ascii: "D")
            if isDeletion { counts.deleted += 1 } else { counts.tracked += 1 }
        }
        guard entry.differsFromIndex else { return }
        // A checked-out submodule would have been found as a nested repository. An absent one is kept as in the index.
        if entry.isGitlink, try WorkTreeFile.find(entry.path, in: source.workTree) == nil { return }
        try add(entry.path, from: source)
    }

    private mutating func add(_ path: PathBytes, from source: SnapshotSource) throws(ParallelError) {
        replaced.insert(path)
        if let file = try WorkTreeFile.find(path, in: source.workTree) { files.append(file) }
    }

    private static func nested(_ path: PathBytes, from source: SnapshotSource) -> ParallelError {
        ParallelError(
            .nestedRepository, operation: "save", subject: source.workTree + "/" + path.display,
            message: "a repository of its own lies inside")
    }
}
