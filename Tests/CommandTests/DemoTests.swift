import TestSupport
import Testing

struct DemoTests {
    @Test func `it shows what is promised and leaves nothing`() throws {
        let fixture = try CommandFixture()
        // As inside a session of Claude Code.
        fixture.environment["CLAUDECODE"] = "1"
        fixture.environment["PARALLEL_CC_DISABLE"] = "1"
        let answer = try fixture.run("demo")
        #expect(answer.status == 0, "\(answer.errors)")
        for text in ["Parallel session detected", "Active Sessions: 2", "rescue show", "✓ Restored", "as it was"] {
            #expect(answer.text.contains(text), "\(text)")
        }
        #expect(Files.snapshot(fixture.environment["TMPDIR"] ?? "").isEmpty)
        #expect(!Files.exists(fixture.data))
    }

    @Test func `without the wrapper it fails and says so`() throws {
        let fixture = try CommandFixture(wrapper: false)
        let answer = try fixture.run("demo")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("claude-parallel"))
        #expect(Files.snapshot(fixture.environment["TMPDIR"] ?? "").isEmpty)
    }

    @Test func `it fails when sessions share the checkout`() throws {
        let fixture = try CommandFixture()
        // A wrapper that coordinates nothing.
        try Files.writeProgram(fixture.bin + "/claude-parallel", "#!/bin/sh\nexec \"$PARALLEL_CC_CLAUDE\"\n")
        let answer = try fixture.run("demo")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("a worktree of its own"))
        #expect(Files.snapshot(fixture.environment["TMPDIR"] ?? "").isEmpty)
    }
}
