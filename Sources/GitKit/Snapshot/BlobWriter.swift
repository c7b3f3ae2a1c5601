internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Stores files as blobs, byte for byte. No clean filter changes them.
struct BlobWriter {
    let git: Git
    let workTree: String
    /// Whether the blobs are stored. Without storing, only the ids are computed.
    var stores = true

    /// Returns the blobs' ids, in the order of the files.
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

    /// Writes one file through standard input: a symbolic link's target, or a file whose name git cannot read from a
    /// list.
    func write(_ file: WorkTreeFile) throws(ParallelError) -> String {
        guard let bytes = file.bytes(in: workTree) else { throw unreadable(file.path) }
        return try write(bytes)
    }

    /// Writes bytes as a blob.
    func write(_ bytes: [UInt8]) throws(ParallelError) -> String {
        try git.line(hashObject + ["--stdin"], input: bytes)
    }

    private var hashObject: [String] { ["hash-object"] + (stores ? ["-w"] : []) }

    /// Whether git can read the file by its path. git reads one path per line, and removes a carriage return at its
    /// end.
    private func isSimple(_ file: WorkTreeFile) -> Bool {
        !file.isLink && !file.path.contains(0x0A) && file.path.last != 0x0D
    }

    private func writeByPath(_ files: [WorkTreeFile]) throws(ParallelError) -> [String] {
        guard !files.isEmpty else { return [] }
        // "./" keeps git from giving a meaning to a leading quote or dash.
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
