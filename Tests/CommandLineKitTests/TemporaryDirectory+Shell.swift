import Glibc
import TestSupport
import Testing

extension TemporaryDirectory {
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
