/// Takes the chunks off content that is sent in chunks. Extensions and the fields after the content are dropped.
struct ChunkDecoder {
    /// The place in the text. Each but `content` takes one byte.
    private enum State {
        case size, extensions, sizeEnd
        case content, contentReturn, contentEnd
        /// The fields after the content: the beginning of a line, its inside, its end.
        case trailer, trailerLine, trailerLineEnd
        case lastEnd, done
    }

    /// What a byte is for the table.
    private enum Kind {
        case digit(Int)
        case semicolon, carriageReturn, newline, other

        init(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit(Int(byte - UInt8(ascii: "0")))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): self = .digit(Int(byte - UInt8(ascii: "a")) + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): self = .digit(Int(byte - UInt8(ascii: "A")) + 10)
            case UInt8(ascii: ";"): self = .semicolon
            case UInt8(ascii: "\r"): self = .carriageReturn
            case UInt8(ascii: "\n"): self = .newline
            default: self = .other
            }
        }
    }

    private static let mostDigits = 8
    /// The largest number of bytes outside of the content in a row: digits, extensions, fields.
    private static let mostOverhead = 8 << 10

    private var state = State.size
    private var size = 0
    private var digits = 0
    private var overhead = 0

    /// Whether the end of the content has been read.
    var isDone: Bool { state == .done }

    /// Moves content from `input` to `output`. It stops when one of them is used up, or at the end of the content.
    /// - Returns: the number of bytes that were written.
    mutating func decode(
        _ input: inout ArraySlice<UInt8>, into output: UnsafeMutableRawBufferPointer
    ) throws(APIError) -> Int {
        var written = 0
        while let byte = input.first, state != .done {
            if state == .content {
                let count = min(size, input.count, output.count - written)
                guard count > 0 else { break }
                UnsafeMutableRawBufferPointer(rebasing: output[written...]).copyBytes(from: input.prefix(count))
                input = input.dropFirst(count)
                written += count
                size -= count
                if size == 0 { state = .contentReturn }
            } else {
                try step(Kind(byte))
                input = input.dropFirst()
            }
        }
        return written
    }

    private mutating func step(_ kind: Kind) throws(APIError) {
        overhead += 1
        guard overhead <= Self.mostOverhead else { throw .malformed("a chunk with too much beside its content") }
        switch (state, kind) {
        case (.size, .digit(let digit)):
            digits += 1
            guard digits <= Self.mostDigits else { throw .malformed("a chunk that is too long") }
            size = size << 4 | digit
        case (.size, .semicolon) where digits > 0: state = .extensions
        case (.size, .carriageReturn) where digits > 0, (.extensions, .carriageReturn): state = .sizeEnd
        case (.extensions, .digit), (.extensions, .semicolon), (.extensions, .other): break
        case (.sizeEnd, .newline): (state, digits) = (size == 0 ? .trailer : .content, 0)
        case (.contentReturn, .carriageReturn): state = .contentEnd
        case (.contentEnd, .newline): (state, overhead) = (.size, 0)
        case (.trailer, .carriageReturn): state = .lastEnd
        case (.trailer, .digit), (.trailer, .other), (.trailer, .semicolon): state = .trailerLine
        case (.trailerLine, .carriageReturn): state = .trailerLineEnd
        case (.trailerLine, .digit), (.trailerLine, .other), (.trailerLine, .semicolon): break
        case (.trailerLineEnd, .newline): state = .trailer
        case (.lastEnd, .newline): state = .done
        default: throw .malformed("content that is not in chunks as announced")
        }
    }
}
