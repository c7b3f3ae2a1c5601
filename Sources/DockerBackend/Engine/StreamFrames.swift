internal import HookCore

/// Takes apart what a container without a terminal prints: frames of `[stream, 0, 0, 0, length as four bytes]` and that
/// many bytes, in pieces of any size.
struct StreamFrames {
    enum Stream: UInt8 {
        case output = 1
        case errors = 2
    }

    private var head: [UInt8] = []
    private var left = 0

    /// Takes the next piece.
    /// - Parameter take: called with each part of a frame.
    mutating func add(
        _ piece: UnsafeRawBufferPointer, take: (Stream, UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        var rest = piece[...]
        while !rest.isEmpty {
            if left == 0 {
                let missing = rest.prefix(8 - head.count)
                head += missing
                rest = rest.dropFirst(missing.count)
                guard head.count == 8 else { return }
                left = head[4...].reduce(0) { $0 << 8 | Int($1) }
                if left == 0 { head = [] }
                continue
            }
            let part = rest.prefix(left)
            try take(Stream(rawValue: head[0]) ?? .output, UnsafeRawBufferPointer(rebasing: part))
            rest = rest.dropFirst(part.count)
            left -= part.count
            if left == 0 { head = [] }
        }
    }
}
