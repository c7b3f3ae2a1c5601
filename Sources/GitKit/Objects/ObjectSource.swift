internal import Files
internal import GitProgram
package import HookCore

extension ParallelError.Code {
    /// An object that should be in the repository is not there or cannot be read.
    package static let objectMissing: Self = "object-missing"
}

/// What an object must be.
enum ObjectKind: String {
    case commit, tree, blob
}

/// Reads objects of one repository. Belongs to one thread.
///
/// Everything that judges merges stands on this one question, so that it is the same over libgit2 and over the program.
protocol ObjectSource: AnyObject {
    /// The content of an object.
    /// - Throws: `.objectMissing` also for one of another kind; `.interrupted`.
    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8]

    /// Makes sure that objects are there which are about to be read, all at once, where they may have to be fetched.
    /// - Parameter ids: asked for only there.
    func prepare(_ ids: () throws(ParallelError) -> [ObjectID]) throws(ParallelError)
}

extension ObjectSource {
    func prepare(_ ids: () throws(ParallelError) -> [ObjectID]) throws(ParallelError) {}
}

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

extension ParallelError {
    static func missing(_ id: ObjectID, kind: ObjectKind, cause: String?) -> ParallelError {
        ParallelError(
            .objectMissing, operation: "read \(kind.rawValue)", subject: id.hexadecimal,
            message: "the repository has no such \(kind.rawValue)", cause: cause)
    }
}
