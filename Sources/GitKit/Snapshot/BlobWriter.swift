internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Stores files as blobs byte for byte, past every clean filter.
struct BlobWriter {
    let git: Git
    let workTree: String
    /// False: the ids are wanted, and nothing is stored.
    var stores = true

    /// The blobs' ids, in the order of the files.
    func write(_ files: [WorkTreeFile]) throws(ParallelError) -> [String] {
        let byPath = files.filter { isSimple($0) }
        var ids = try writeByPath(byPath)[...]
        var result: [String] = []
        for file in files {
            if isSimple(file), let id = ids.popFirst() {
                result.append(id)
            } else {
                result.append(try write(file))
            }
        }
        return result
    }

    /// One file: symbolic links by their target, names with line breaks by their content.
    func write(_ file: WorkTreeFile) throws(ParallelError) -> String {
        guard let bytes = file.bytes(in: workTree) else { throw unreadable(file.path) }
        return try write(bytes)
    }

    /// Any bytes.
    func write(_ bytes: [UInt8]) throws(ParallelError) -> String {
        try git.line(hashObject + ["--stdin"], input: bytes)
    }

    private var hashObject: [String] { ["hash-object"] + (stores ? ["-w"] : []) }

    /// git reads one path per line and takes a carriage return at its end away.
    private func isSimple(_ file: WorkTreeFile) -> Bool {
        !file.isLink && !file.path.contains(0x0A) && file.path.last != 0x0D
    }

    private func writeByPath(_ files: [WorkTreeFile]) throws(ParallelError) -> [String] {
        guard !files.isEmpty else { return [] }
        // "./" keeps a leading quote or dash from meaning anything.
        let input: [UInt8] = files.flatMap { file -> [UInt8] in Array("./".utf8) + file.path + [0x0A] }
        let answer = try git.result(hashObject + ["--no-filters", "--stdin-paths"], input: input)
        let ids = answer.text.split(separator: "\n").map(String.init)
        guard answer.status.isSuccess, ids.count == files.count else {
            let stopped = ids.count < files.count ? files[ids.count].path : []
            throw unreadable(stopped, cause: answer.errorText)
        }
        return ids
    }

    private func unreadable(_ path: PathBytes, cause: String? = nil) -> ParallelError {
        ParallelError(
            .unreadableFile, operation: "save", subject: workTree + "/" + path.display,
            message: "the file cannot be read or stored", cause: cause)
    }
}
