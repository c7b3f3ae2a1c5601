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
    func read(_ id: ObjectID, _ kind: ObjectKind) throws(ParallelError) -> [UInt8]
}

/// The objects of a repository: by libgit2 where it can open it, by `git cat-file` where not (SHA-256, partial clones).
func openObjects(_ git: Git, commonDirectory: String) throws(ParallelError) -> any ObjectSource {
    if let library = LibGit2Objects(commonDirectory) { return library }
    return try ProgramObjects(git.at(commonDirectory))
}

extension ParallelError {
    static func missing(_ id: ObjectID, _ kind: ObjectKind, _ cause: String?) -> ParallelError {
        ParallelError(
            .objectMissing, operation: "read \(kind.rawValue)", subject: id.hexadecimal,
            message: "the repository has no such \(kind.rawValue)", cause: cause)
    }
}
