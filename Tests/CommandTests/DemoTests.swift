import TestSupport
import Testing

struct DemoTests {
    @Test func `it shows what is promised and leaves nothing`() throws {
        let desk = try Desk()
        // As inside a session of Claude Code.
        desk.environment["CLAUDECODE"] = "1"
        desk.environment["PARALLEL_CC_DISABLE"] = "1"
        let answer = try desk.run("demo")
        #expect(answer.status == 0, "\(answer.errors)")
        for text in ["Parallel session detected", "Active Sessions: 2", "rescue show", "✓ Restored", "as it was"] {
            #expect(answer.text.contains(text), "\(text)")
        }
        #expect(Files.snapshot(desk.environment["TMPDIR"] ?? "").isEmpty)
        #expect(!Files.exists(desk.data))
    }

    @Test func `without the wrapper it fails and says so`() throws {
        let desk = try Desk(wrapper: false)
        let answer = try desk.run("demo")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("claude-parallel"))
        #expect(Files.snapshot(desk.environment["TMPDIR"] ?? "").isEmpty)
    }

    @Test func `it fails when sessions share the checkout`() throws {
        let desk = try Desk()
        // A wrapper that coordinates nothing.
        try Files.writeProgram(desk.bin + "/claude-parallel", "#!/bin/sh\nexec \"$PARALLEL_CC_CLAUDE\"\n")
        let answer = try desk.run("demo")
        #expect(answer.status == 1)
        #expect(answer.errors.contains("a worktree of its own"))
        #expect(Files.snapshot(desk.environment["TMPDIR"] ?? "").isEmpty)
    }
}
