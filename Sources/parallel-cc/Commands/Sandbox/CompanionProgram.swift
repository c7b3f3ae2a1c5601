internal import Files
internal import Glibc
internal import HookCore
internal import Wiring

/// A program of ours that lies beside this one and takes over some of its verbs.
struct CompanionProgram {
    private let name: String

    init(_ name: String) { self.name = name }

    /// Becomes that program. Returns only by an error.
    func run(_ arguments: [String]) throws(ParallelError) {
        let path = (ProgramEnvironment.binaryDirectory ?? ".") + "/" + name
        var words = ([name] + arguments).map { strdup($0) } + [nil]
        execv(path, &words)
        throw ParallelError(
            .cannotStartCompanion, operation: "start \(name)", subject: path, message: "it cannot be started",
            hint: "install parallel-cc again, with all its programs", cause: String(cString: strerror(errno)))
    }
}

extension ParallelError.Code {
    /// A program of ours is missing beside this one.
    static let cannotStartCompanion: Self = "cannot-start-companion"
}
