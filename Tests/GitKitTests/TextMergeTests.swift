import Testing

@testable import GitKit

@Suite struct TextMergeTests {
    private func resolved(
        _ base: String, _ ours: String, _ theirs: String,
        _ decide: ([UInt8], [UInt8], [UInt8]) -> [UInt8]?
    ) throws -> String? {
        let merge = try TextMerge(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
        return merge.resolved(decide).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "a side that is taken ends as it ended",
        arguments: [
            ("one\ntwo", "one\ntwo ", "one\nthree"), ("one\r\ntwo", "one\r\ntwo ", "one\r\nthree"),
            ("one\r\ntwo\r\n", "one\r\ntwo \r\n", "one\r\nthree"), ("one\ntwo", "one\ntwo ", "one\nthree\n"),
            ("one\r\ntwo\r", "one\r\ntwo \r", "one\r\nthree\r"), ("", "mine", "theirs"), ("a", "b\r", "c\r"),
        ])
    func ends(base: String, ours: String, theirs: String) throws {
        #expect(try resolved(base, ours, theirs) { _, ours, _ in ours } == ours)
        #expect(try resolved(base, ours, theirs) { _, _, theirs in theirs } == theirs)
        #expect(try resolved(base, ours, theirs) { base, _, _ in base } == base)
    }

    @Test(
        "of both sides together, the end is that of both, or of the one that changed it",
        arguments: [
            ("", "mine", "theirs", "mine\ntheirs"), ("", "mine\n", "theirs\n", "mine\ntheirs\n"),
            ("", "mine\n", "theirs", "mine\ntheirs\n"), ("a\r\nb", "a\r\nc", "a\r\nd", "a\r\nc\r\nd"),
            ("a\nb", "a\nc", "a\nd\n", "a\nc\nd\n"), ("a\nb\n", "a\nc", "a\nd\n", "a\nc\nd"),
        ])
    func joined(base: String, ours: String, theirs: String, expected: String) throws {
        #expect(try resolved(base, ours, theirs) { _, ours, theirs in ours + theirs } == expected)
    }
}
