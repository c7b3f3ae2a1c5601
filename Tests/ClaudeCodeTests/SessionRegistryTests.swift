import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct SessionRegistryTests {
    let scratch: TemporaryDirectory
    let registry: SessionRegistry

    init() throws {
        scratch = TemporaryDirectory.oddlyNamed()
        registry = SessionRegistry(claudeDirectory: scratch.path)
    }

    @Test func `is empty without a folder`() {
        let listing = registry.list()
        #expect(listing.sessions.isEmpty)
        #expect(listing.problems.isEmpty)
    }

    @Test func `reads entries`() throws {
        try scratch.write(
            #"{"pid":5016,"sessionId":"5d15","cwd":"/p ü","startedAt":1,"procStart":"145255","version":"2.1.327","#
                + #""kind":"interactive","entrypoint":"cli","name":"bob","status":"waiting","#
                + #""waitingFor":"permission prompt","updatedAt":1700000000123,"new":{}}"#, to: "sessions/5016.json")
        try scratch.write(#"{"pid":7,"procStart":18446744073709551615,"status":"dancing"}"#, to: "sessions/7.json")
        let listing = registry.list()
        #expect(listing.problems.isEmpty)
        #expect(listing.sessions.map(\.pid) == [7, 5016])
        let session = try #require(listing.sessions.last)
        #expect(session.processStart == 145_255)
        #expect(session.sessionID == "5d15")
        #expect(session.cwd == "/p ü")
        #expect(session.kind == "interactive")
        #expect(session.name == "bob")
        #expect(session.status == .waiting)
        #expect(session.waitingFor == "permission prompt")
        #expect(session.updatedAt == 1_700_000_000_123)
        #expect(listing.sessions[0].processStart == .max)
        #expect(listing.sessions[0].status == nil)
        #expect(try registry.session(7) == listing.sessions[0])
        #expect(try registry.session(8) == nil)
    }

    @Test func `reports broken files`() throws {
        for (name, text) in [
            ("1", ""), ("2", "{"), ("3", "[]"), ("4", #"{"pid":5}"#), ("6", #"{"pid":-6}"#), ("8", #"{"pid":8}"#),
        ] {
            try scratch.write(text, to: "sessions/\(name).json")
        }
        try scratch.folder("sessions/9.json")
        try scratch.write("x", to: "sessions/notes.txt")
        try scratch.write("x", to: "sessions/10.json.tmp")
        let listing = registry.list()
        #expect(listing.sessions.map(\.pid) == [8])
        #expect(
            listing.problems.map { FilePath.name(of: $0.subject) }
                == (["1", "2", "3", "4", "6", "9"].map { $0 + ".json" }))
    }

    @Test func `reports a folder that cannot be read`() throws {
        try scratch.write("", to: "sessions")
        #expect(registry.list().problems.map(\.code) == [.fileUnreadable])
    }
}
