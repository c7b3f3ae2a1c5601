import Glibc
import JSON
import TestSupport
import Testing

/// `parallel-cc sandbox` is a program of its own.
struct SandboxCommandTests {
    @Test func `completions know its verbs`() throws {
        let fixture = try CommandFixture()
        let help = try fixture.run("sandbox", "--help").text.split(separator: "\n")
        let entries = help.drop { $0 != "SUBCOMMANDS:" }.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        let verbs = entries.compactMap { $0.split(separator: " ").first }.filter { $0 != "See" }
        #expect(verbs.count >= 7)
        let words = verbs.map { "'\($0)'" }.joined(separator: " ")
        let script = try fixture.run("completions", "bash").text
        #expect(script.contains("'parallel-cc sandbox '*) kind=list values=(\(words))"))
    }

    @Test(arguments: ["list", "status", "logs", "download", "kill", "run"])
    func `an old name warns and does the same`(_ verb: String) throws {
        let fixture = try CommandFixture()
        let old = try fixture.run("sandbox-\(verb)", "--json")
        let new = try fixture.run("sandbox", verb, "--json")
        #expect(old.status == new.status)
        #expect(old.text == new.text)
        #expect(old.errors.split(separator: "\n").prefix(2).last == "Use \"parallel-cc sandbox \(verb)\" instead.")
        let help = try fixture.run("sandbox-\(verb)", "--help")
        #expect(help.errors.isEmpty)
        #expect(try help.text == fixture.run("sandbox", verb, "--help").text)
    }

    @Test func `a program that cannot be started is told with what to do, and doctor tells it`() throws {
        let fixture = try CommandFixture()
        let program = fixture.bin + "/parallel-cc-sandbox"
        unlink(program)
        let missing = try fixture.run("sandbox", "list")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("install parallel-cc again"))
        try Files.writeProgram(
            program,
            """
            #!/bin/sh
            echo "$0: libcurl.so.4: cannot open shared object file: No such file or directory" >&2
            exit 127
            """)
        let unlinked = try fixture.run("sandbox", "list")
        #expect(unlinked.status == 1)
        #expect(unlinked.errors.contains("apt install libcurl4"))
        let checks = try fixture.run("doctor", "--json").json()["checks"]?.elements ?? []
        let finding = checks.first { $0["check"]?.string == "sandbox" }
        #expect(finding?["status"]?.string == "notice")
        #expect(finding?["remedy"]?.string == "apt install libcurl4")
        try Files.writeProgram(program, "#!/bin/sh\necho 1.0.0\n")
        let others = try fixture.run("doctor", "--json").json()["checks"]?.elements ?? []
        #expect(others.contains { $0["message"]?.string == "parallel-cc-sandbox is of another version: 1.0.0" })
    }
}
