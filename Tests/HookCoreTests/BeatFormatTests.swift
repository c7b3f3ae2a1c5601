import Testing

@testable import HookCore

@Suite struct BeatFormatTests {
    private let process = ProcessIdentity(pid: 12, startTime: 345)

    @Test(arguments: ["Bash", "", " ", "a\nb", "back\\slash", "\\n", "\\", "\r\n", "ünï 📂", "a b c", "\u{0}"])
    func `values come back`(_ text: String) {
        let beat = Beat(
            process: process, actor: ProcessIdentity(pid: 13, startTime: .max), time: -5, event: text,
            activity: .inTool, tool: text, claudeSessionID: text, agentID: text, cwd: text, bootID: text,
            pidNamespace: .max)
        #expect(Beat.decode(beat.encode()) == beat)
    }

    @Test(arguments: Activity.allCases) func `missing values stay missing`(_ activity: Activity) {
        let beat = Beat(process: process, time: 1_700_000_000_000, event: "Stop", activity: activity)
        #expect(Beat.decode(beat.encode()) == beat)
    }

    @Test func `the text is stable`() {
        let beat = Beat(process: process, time: 7, event: "Stop", activity: .idle, cwd: "/a\nb")
        let text = "parallel-cc-beat 1\npid 12\nstart 345\ntime 7\nevent Stop\nactivity idle\ncwd /a\\nb\n"
        #expect(String(decoding: beat.encode(), as: UTF8.self) == text)
    }

    @Test func `unknown keys and lines are ignored`() {
        let text =
            "parallel-cc-beat 1\nfuture x y\nnospace\n\npid 12\nstart 345\ntime 7\nevent E\nactivity busy\nactor x\n"
        let beat = Beat.decode(Array(text.utf8))
        #expect(beat == Beat(process: process, time: 7, event: "E", activity: .busy))
    }

    @Test(arguments: [
        "", "\n", "parallel-cc-beat 1", "parallel-cc-beat 2\npid 12\nstart 345\ntime 7\nevent E\nactivity busy\n",
        "pid 12\nstart 345\ntime 7\nevent E\nactivity busy\n",
        "parallel-cc-beat 1\npid 0\nstart 345\ntime 7\nevent E\nactivity busy\n",
        "parallel-cc-beat 1\npid 12\nstart -1\ntime 7\nevent E\nactivity busy\n",
        "parallel-cc-beat 1\npid 12\nstart 345\ntime x\nevent E\nactivity busy\n",
        "parallel-cc-beat 1\npid 12\nstart 345\ntime 7\nactivity busy\n",
        "parallel-cc-beat 1\npid 12\nstart 345\ntime 7\nevent E\nactivity dancing\n",
        "parallel-cc-beat 1\npid 12\nstart 345\ntime 7\nevent E\nacti",
    ]) func `what is no beat`(_ text: String) {
        #expect(Beat.decode(Array(text.utf8)) == nil)
    }

    @Test func `garbage is no beat`() {
        #expect(Beat.decode((0...255).map { UInt8($0) }) == nil)
        #expect(Beat.decode([UInt8](repeating: 0x0A, count: 100_000)) == nil)
    }
}
