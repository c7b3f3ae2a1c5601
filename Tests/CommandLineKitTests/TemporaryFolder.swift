import Glibc
import Testing

/// A folder of a test's own, removed with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/command-line-kit.XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        // Only what the tests put there: files and empty folders, two levels deep at most.
        nftw(path, { entry, _, _, _ in entry.map { remove($0) } ?? 0 }, 8, Int32(FTW_DEPTH | FTW_PHYS))
    }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = path + "/" + name
        let stream = try #require(fopen(file, "w"))
        defer { fclose(stream) }
        try #require(fputs(text, stream) >= 0)
        return file
    }
}

/// What a shell command prints on standard output.
func shellOutput(_ command: String) throws -> String {
    let stream = try #require(popen(command, "r"))
    var bytes: [UInt8] = []
    while case let byte = fgetc(stream), byte >= 0 { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    pclose(stream)
    return String(decoding: bytes, as: UTF8.self)
}
