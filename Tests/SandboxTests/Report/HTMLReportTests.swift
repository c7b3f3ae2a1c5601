import Exec
import TaskProtocol
import TestSupport
import Testing

@testable import Sandbox

struct HTMLReportTests {
    private func page(_ summary: BatchSummary, difference: TaskDifference? = nil) throws -> String {
        var page = ""
        try HTMLReport(summary).write({ page += $0 }, difference: { _ in difference })
        return page
    }

    /// The names of the elements and attributes, as a parser of HTML finds them.
    private func markup(_ page: String) throws -> String {
        let script = """
            import html.parser, sys
            class Parser(html.parser.HTMLParser):
                def handle_starttag(self, tag, attributes):
                    print(tag, *[name for name, value in attributes])
            Parser().feed(sys.stdin.read())
            """
        var command = Command("python3", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
        command.input = .bytes(Array(page.utf8))
        let result = try Spawner.run(command)
        #expect(result.status.isSuccess, "\(result.errorText)")
        return result.text
    }

    @Test func `nothing of a prompt, a path or a diff is markup`() throws {
        let plain = try page(
            SummaryFixture.mixed(), difference: TaskDifference(Array("+a\n-b\n c\n".utf8), isCut: true))
        let patch = SummaryFixture.hostile.split(separator: "\n")
        let lines = "+\(patch[0])\n-\(patch[0])\n \(patch[0])\n"
        let hostile = try page(
            SummaryFixture.mixed(prompt: SummaryFixture.hostile),
            difference: TaskDifference(Array(lines.utf8), isCut: true))
        #expect(try markup(hostile) == markup(plain))
        #expect(hostile.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!hostile.contains("\u{1b}") && !hostile.contains("\u{202e}"))
    }

    @Test func `the page asks for nothing, and its policy lets its own style in`() throws {
        let page = try page(SummaryFixture.mixed())
        for part in ["<script", "http:", "https:", "src=", "url(", "@import", "style=\"", "javascript:"] {
            #expect(!page.contains(part), "\(part)")
        }
        #expect(page.contains("default-src 'none'; style-src 'sha256-\(HTMLStyle.digest)'"))
        var command = Command(
            "python3",
            arguments: [
                "-c",
                "import base64,hashlib,sys; "
                    + "print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode(), end='')",
            ], environment: ["PATH": "/usr/bin:/bin"])
        let start = try #require(page.firstRange(of: "<style>")?.upperBound)
        let end = try #require(page.firstRange(of: "</style>")?.lowerBound)
        command.input = .bytes(Array(page[start..<end].utf8))
        #expect(try Spawner.run(command).text == HTMLStyle.digest)
    }

    @Test func `each task has its state in words, its files and its diff`() throws {
        let page = try page(SummaryFixture.mixed(), difference: TaskDifference(Array("+a\n".utf8), isCut: true))
        for state in ["completed", "failed", "cancelled", "interrupted", "queued"] {
            #expect(page.contains("<span class=\"state \(state)\">\(state)</span>"))
        }
        #expect(page.contains("<summary>2 files, +3 −1</summary>"))
        #expect(page.contains("<td><code>a.txt</code></td><td>+3</td><td>−1</td>"))
        #expect(page.contains("<ins>+a</ins>"))
        #expect(page.contains("The diff was cut. All of it: <code>task-1/changes.patch</code>"))
        #expect(page.contains("git merge &#39;task/it&#39;\\&#39;&#39;s&#39;"))
        #expect(page.contains("<p>No work of it has come home.</p>"))
    }

    @Test func `conflicts are a table, and a list where the table would be too large`() throws {
        let small = try page(SummaryFixture.mixed())
        #expect(small.contains("<tr><th scope=\"row\">task-1</th><td></td><td>✗</td><td>?</td></tr>"))
        #expect(small.contains("<a href=\"#task-1\">task-1</a> and <a href=\"#task-2\">task-2</a>: <code>a.txt</code>"))
        let changes = TaskChanges(numstat: Array("1\t1\ta\0".utf8))
        let many = (1...30).map { SummaryFixture.outcome(SummaryFixture.task($0, .completed), changes: changes) }
        let pairs = (1...30).flatMap { one in
            (one + 1..<31).map { ResultConflicts.Pair(one: one, other: $0, files: ["a"]) }
        }
        let large = try page(SummaryFixture.summary(many, conflicts: ResultConflicts(pairs: pairs)))
        #expect(!large.contains("class=\"matrix\""))
        #expect(large.contains("… and 235 more: <code>summary.json</code>"))
        #expect(try page(SummaryFixture.summary(many)).contains("can all be merged with each other"))
        let unknown = SummaryFixture.summary(many, conflicts: ResultConflicts(unknown: "<gone>"))
        #expect(try page(unknown).contains("Not known: <code>&lt;gone&gt;</code>"))
    }

    @Test func `the picture has a row for each task, also for one that never began`() throws {
        var picture = ""
        try TimelinePicture(SummaryFixture.mixed().tasks).write { picture += $0 }
        #expect(picture.contains("class=\"running\""))
        #expect(picture.contains("<title>running, 1 min 0 s</title>"))
        #expect(picture.contains(">cancelled, 0 s</text>"))
        #expect(picture.split(separator: "\n").count { $0.hasPrefix("<a href=") } == 5)
        var empty = ""
        try TimelinePicture([]).write { empty += $0 }
        #expect(empty.hasPrefix("<svg ") && empty.hasSuffix("</svg>\n"))
    }
}
