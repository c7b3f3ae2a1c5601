package import HookCore

extension ParallelError.Code {
    /// An object that should be in the repository is not there or cannot be read.
    package static let objectMissing: Self = "object-missing"
}

/// The kind of an object.
enum ObjectKind: String {
    case commit, tree, blob
}

/// Reads objects of one repository. Belongs to one thread.
///
/// All code that judges merges asks this protocol only, so that the judgement is the same over libgit2 and over the
/// program.
protocol ObjectSource: AnyObject {
    /// Returns the content of an object.
    /// - Throws: `.objectMissing`, also for an object of another kind; `.interrupted`.
    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8]

    /// Makes sure that objects which are about to be read are there. A source that may have to fetch them fetches all
    /// at once.
    /// - Parameter ids: the objects. Only a source that may have to fetch calls it.
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
