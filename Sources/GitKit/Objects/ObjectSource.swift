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

extension ParallelError {
    static func missing(_ id: ObjectID, kind: ObjectKind, cause: String?) -> ParallelError {
        ParallelError(
            .objectMissing, operation: "read \(kind.rawValue)", subject: id.hexadecimal,
            message: "the repository has no such \(kind.rawValue)", cause: cause)
    }
}
