internal import Files
internal import GitProgram
internal import HookCore

/// Opens the objects of a repository: with libgit2 where it can open the repository, else with `git cat-file` (as for
/// SHA-256).
/// - Parameter fetches: whether objects that a partial clone lacks are fetched. A network may take long.
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
    /// This git, told not to fetch what a partial clone lacks: such objects are missing then. Versions before 2.44
    /// fetch them nevertheless.
    var withoutFetching: Git { with(["GIT_NO_LAZY_FETCH": "1"]) }
}
