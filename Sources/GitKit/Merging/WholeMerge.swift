internal import Exec
internal import Glibc
internal import HookCore

/// Merges whole trees with the git program, renames and all, without leaving an object in the repository.
struct WholeMerge {
    let git: Git
    let commonDirectory: String

    /// The tree of a merge of two commits; nil where they conflict.
    /// - Throws: `.gitFailed` also where the program is older than 2.38 and cannot.
    func tree(_ ours: ObjectID, _ theirs: ObjectID) throws(ParallelError) -> ObjectID? {
        let scratch = try makeScratch()
        defer { try? TreeDeletion.delete(scratch) }
        let question = ["merge-tree", "--write-tree", "--no-messages", ours.hexadecimal, theirs.hexadecimal]
        let answer = try git.at(commonDirectory).with([
            "GIT_OBJECT_DIRECTORY": scratch, "GIT_ALTERNATE_OBJECT_DIRECTORIES": quoted(commonDirectory + "/objects"),
            "GIT_DIR": commonDirectory,
        ]).result(question)
        switch answer.status {
        case .exited(0): return ObjectID(answer.text.prefix { $0 != "\n" })
        case .exited(1): return nil
        default: throw git.failure(question, answer)
        }
    }

    /// A colon parts the list; in quotes it does not.
    private func quoted(_ path: String) -> String {
        let escaped = path.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"" + String(escaped) + "\""
    }

    private func makeScratch() throws(ParallelError) -> String {
        var template = Array("/tmp/parallel-cc-merge-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ParallelError(
                .cannotWrite, operation: "make temporary directory", subject: "/tmp", message: "it cannot be made",
                cause: String(cString: strerror(errno)))
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
