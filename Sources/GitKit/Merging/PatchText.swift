internal import CLibGit2

/// Collects a change in a form that does not depend on its position in a file.
struct PatchText {
    private var bytes: [UInt8] = []

    mutating func begin(_ change: PathChange) {
        bytes += change.path
        bytes += Array("\0\(change.old?.mode ?? 0) \(change.new?.mode ?? 0)\n".utf8)
    }

    mutating func addIDs(_ change: PathChange) {
        bytes += Array("\(change.old?.id.hexadecimal ?? "-") \(change.new?.id.hexadecimal ?? "-")\n".utf8)
    }

    /// Adds the changed lines of a file.
    /// - Returns: false where one side is binary; then nothing was added.
    mutating func addLines(old: [UInt8], new: [UInt8]) -> Bool {
        LibGit2.start()
        var options = git_diff_options()
        guard git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)) == 0 else { return false }
        options.context_lines = 3
        options.flags |= GIT_DIFF_INDENT_HEURISTIC.rawValue
        let lines = Lines()
        let code = old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                git_diff_buffers(
                    old.baseAddress, old.count, nil, new.baseAddress, new.count, nil, &options, nil, seeBinary, seeHunk,
                    seeLine, Unmanaged.passUnretained(lines).toOpaque())
            }
        }
        guard code == 0, !lines.isBinary else { return false }
        bytes += lines.bytes
        return true
    }

    /// git's own hash of the text.
    var digest: [UInt8] {
        LibGit2.start()
        var id = git_oid()
        git_odb_hash(&id, bytes, bytes.count, GIT_OBJECT_BLOB)
        return withUnsafeBytes(of: id.id) { Array($0) }
    }

    fileprivate final class Lines {
        var bytes: [UInt8] = []
        var isBinary = false

        static func of(_ payload: UnsafeMutableRawPointer?) -> Lines? {
            payload.map { Unmanaged<Lines>.fromOpaque($0).takeUnretainedValue() }
        }
    }
}

private func seeBinary(
    _ delta: UnsafePointer<git_diff_delta>?, binary: UnsafePointer<git_diff_binary>?,
    payload: UnsafeMutableRawPointer?
) -> Int32 {
    PatchText.Lines.of(payload)?.isBinary = true
    return 0
}

private func seeHunk(
    _ delta: UnsafePointer<git_diff_delta>?, hunk: UnsafePointer<git_diff_hunk>?, payload: UnsafeMutableRawPointer?
) -> Int32 {
    PatchText.Lines.of(payload)?.bytes.append(UInt8(ascii: "@"))
    return 0
}

private func seeLine(
    _ delta: UnsafePointer<git_diff_delta>?, hunk: UnsafePointer<git_diff_hunk>?,
    line: UnsafePointer<git_diff_line>?, payload: UnsafeMutableRawPointer?
) -> Int32 {
    guard let line, let lines = PatchText.Lines.of(payload) else { return 0 }
    lines.bytes.append(UInt8(bitPattern: line.pointee.origin))
    lines.bytes += UnsafeRawBufferPointer(start: line.pointee.content, count: line.pointee.content_len)
    return 0
}
