import Testing

@testable import ModelProxy

@Suite struct ChunkDecoderTests {
    private let text = Array("3\r\none\r\nA;x=\"y\"\r\n0123456789\r\n00\r\nTrailer: x\r\n\r\nrest".utf8)

    @Test(arguments: 1...20) func `content comes out whole, however it is cut`(size: Int) throws {
        var decoder = ChunkDecoder()
        var content: [UInt8] = []
        var position = 0
        while !decoder.isDone {
            var piece = text[position..<min(position + size, text.count)]
            let length = piece.count
            var buffer = [UInt8](repeating: 0, count: 4)
            let count = try buffer.withUnsafeMutableBytes { try decoder.decode(&piece, into: $0) }
            content += buffer[..<count]
            position += length - piece.count
        }
        #expect(String(decoding: content, as: UTF8.self) == "one0123456789")
        #expect(String(decoding: text[position...], as: UTF8.self) == "rest")
    }

    @Test(arguments: ["\r\n", ";x\r\n", "3\n", "3\r\nonetwo", "123456789\r\n", "0\r\n\n", "0\r\nA: b\n"])
    func `what is not in chunks is an error`(text: String) {
        var decoder = ChunkDecoder()
        var input = Array(text.utf8)[...]
        var buffer = [UInt8](repeating: 0, count: 64)
        #expect(throws: APIError.self) { try buffer.withUnsafeMutableBytes { try decoder.decode(&input, into: $0) } }
    }

    @Test func `extensions without an end are an error`() {
        var decoder = ChunkDecoder()
        var input = (Array("1;".utf8) + [UInt8](repeating: 0x78, count: 10_000))[...]
        var buffer = [UInt8](repeating: 0, count: 64)
        #expect(throws: APIError.self) { try buffer.withUnsafeMutableBytes { try decoder.decode(&input, into: $0) } }
    }
}
