internal import HookCore
internal import JSON

/// What a build prints: lines of JSON, of which one may say that it failed.
struct BuildOutput {
    /// How many lines an error shows.
    private static let shown = 20
    /// The most bytes of a line.
    private static let mostBytes = 1 << 20

    /// The image's id, where the builder tells it.
    private(set) var image: String?
    /// Why the build failed; nil where it did not.
    private(set) var error: String?
    private(set) var lastLines: [String] = []
    private var rest: [UInt8] = []
    private var text = ""

    mutating func add(_ piece: UnsafeRawBufferPointer, progress: (String) -> Void) throws(ParallelError) {
        rest += piece
        while let end = rest.firstIndex(of: 0x0A) {
            try take(Array(rest[..<end]), progress: progress)
            rest.removeSubrange(...end)
        }
        guard rest.count <= Self.mostBytes else {
            throw ParallelError(
                .engineFailed, operation: "build image",
                message: "the engine sends a line of more than \(Self.mostBytes) bytes")
        }
    }

    /// Takes what is left at the end.
    mutating func end(progress: (String) -> Void) throws(ParallelError) {
        try take(rest, progress: progress)
        rest = []
        if !text.isEmpty { show(text, progress: progress) }
        text = ""
    }

    private mutating func take(_ line: [UInt8], progress: (String) -> Void) throws(ParallelError) {
        guard let value = try JSONDocument(line, name: "output of a build").value() else { return }
        if let reason = value["error"]?.string ?? value["errorDetail"]?["message"]?.string { error = reason }
        if let id = value["aux"]?["ID"]?.string { image = id }
        if let status = value["status"]?.string, value["progress"] == nil { show(status, progress: progress) }
        text += value["stream"]?.string ?? ""
        while let end = text.firstIndex(where: \.isNewline) {
            show(String(text[..<end]), progress: progress)
            text.removeSubrange(...end)
        }
    }

    private mutating func show(_ line: String, progress: (String) -> Void) {
        if line.isEmpty { return }
        lastLines.append(line)
        if lastLines.count > Self.shown { lastLines.removeFirst() }
        progress(line)
    }
}
