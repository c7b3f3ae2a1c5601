internal import Files
internal import GitProgram
internal import HookCore

/// The objects of a repository: by libgit2 where it can open it, by `git cat-file` where not, as with SHA-256.
/// - Parameter fetches: whether what a partial clone lacks is fetched; a network may take long.
func openObjects(
    _ git: Git, commonDirectory: String, fetches: Bool
) throws(ParallelError) -> any ObjectSource {
    let git = git.at(commonDirectory)
    guard let library = LibGit2Objects(commonDirectory) else {
        return try ProgramObjects(fetches ? git : git.withoutFetching)
    }
    return fetches && isPartialClone(commonDirectory) ? try PromisedObjects(library, with: git) : library
}

/// Whether the configuration says that a remote has promised objects.
func isPartialClone(_ commonDirectory: String) -> Bool {
    let text =
        WholeFile.read(commonDirectory + "/config").map { String(decoding: $0, as: UTF8.self).lowercased() } ?? ""
    return text.contains("promisor") || text.contains("partialclone")
}

extension Git {
    /// What a partial clone does not have is missing then; older ones than 2.44 fetch it all the same.
    var withoutFetching: Git { with(["GIT_NO_LAZY_FETCH": "1"]) }
}
