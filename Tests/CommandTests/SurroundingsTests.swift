import JSON
import TestSupport
import Testing

struct SurroundingsTests {
    @Test func `without a home there is an error with what to do`() throws {
        let fixture = try CommandFixture()
        fixture.environment["HOME"] = nil
        fixture.environment["PARALLEL_CC_DATA_DIR"] = nil
        for command in [["status", "--json"], ["install", "--all", "--json"], ["config", "list", "--json"]] {
            let answer = try fixture.run(command)
            #expect(answer.status == 1)
            #expect(try answer.json()["success"]?.bool == false)
        }
        #expect(try fixture.run("doctor", "--json").status == 3)
        #expect(try fixture.run("statusline", input: "{}").status == 0)
    }

    @Test func `a data directory that cannot be one is named`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.git.directory.appending("file"), "")
        fixture.environment["PARALLEL_CC_DATA_DIR"] = fixture.git.directory.appending("file") + "/data"
        let answer = try fixture.run("status", "--json")
        #expect(answer.status == 1)
        #expect(try answer.json()["code"]?.string == "database-not-writable")
        #expect(try fixture.run("heartbeat", "--pid", "1").status == 0)
    }

    @Test func `what is printed never lands in the database when standard output is closed`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.shell("\"$P\" config list >&- 2>&- <&-; \"$P\" events >&-; \"$P\" status")
        #expect(answer.status == 0)
        #expect(answer.text.contains("Active Sessions: 0"))
    }

    @Test func `an answer that is lost to a full disk is a failure`() throws {
        let answer = try CommandFixture().shell("\"$P\" config list >/dev/full")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("standard output cannot be written"))
    }

    @Test func `a reader that goes away is none`() throws {
        let answer = try CommandFixture().shell("{ \"$P\" config list; echo $? >&2; } | true")
        #expect(answer.status == 0)
        #expect(answer.errors == "0")
    }

    @Test func `a working directory that was removed is survived`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.shell("mkdir gone && cd gone && rmdir ../gone 2>/dev/null; \"$P\" status")
        #expect(answer.status == 0)
    }
}
