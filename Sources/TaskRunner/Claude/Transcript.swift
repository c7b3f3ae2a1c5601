internal import ClaudeCode
internal import Glibc
internal import HookCore

/// Reads what claude prints from the file that it prints into. A slow reader here holds up nobody.
struct Transcript: ~Copyable {
    private let file: OpenFile
    private var position: off_t
    private var lines = StreamLines()
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)

    /// Opens the file at its end.
    init(_ path: String) throws(ParallelError) {
        file = try OpenFile(appending: path)
        file.endLine()
        position = file.size
    }

    /// The descriptor that claude prints to.
    var descriptor: Int32 { file.descriptor }

    /// Returns the events of all lines that are new and whole.
    mutating func read() -> [StreamEvent] {
        var events: [StreamEvent] = []
        while true {
            let count = pread(descriptor, &buffer, buffer.count, position)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return events }
            position += off_t(count)
            events += lines.take(buffer[..<count]).map(StreamEvent.init(line:))
        }
    }

    /// Returns the events of all that is left, once claude has ended. Its last line may lack its line break.
    mutating func readRest() -> [StreamEvent] {
        let events = read()
        return events + (lines.takeRest().map { [StreamEvent(line: $0)] } ?? [])
    }
}
