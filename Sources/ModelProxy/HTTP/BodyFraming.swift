/// How the end of a request's content is found.
enum BodyFraming: Equatable {
    case none
    case length(Int)
    case chunked

    /// Reads it from a head. Two answers to the question are an error: proxies that choose differently can be made to
    /// take content for a request.
    /// - Parameter limit: the largest content, in bytes.
    init(_ fields: [HeaderField], limit: Int) throws(APIError) {
        let lengths = fields.filter { $0.name == "content-length" }
        let codings = fields.filter { $0.name == "transfer-encoding" }
        guard lengths.count + codings.count <= 1 else { throw .malformed("more than one length of the content") }
        if let coding = codings.first {
            guard coding.value.lowercased() == "chunked" else { throw .malformed("an unknown transfer-encoding") }
            self = .chunked
        } else if let text = lengths.first?.value {
            guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                throw .malformed("a content-length that is no number")
            }
            guard let length = Int(text), length <= limit else { throw Self.tooLong(limit) }
            self = length == 0 ? .none : .length(length)
        } else {
            self = .none
        }
    }

    static func tooLong(_ limit: Int) -> APIError {
        APIError(status: 413, message: "the request has more than \(limit) bytes")
    }
}
