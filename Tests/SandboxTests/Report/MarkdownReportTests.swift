import TaskProtocol
import Testing

@testable import Sandbox

struct MarkdownReportTests {
    @Test func `a small report`() {
        let task = SummaryFixture.task(1, .completed) {
            $0.startedAt = "2026-12-01T00:00:10.000Z"
            $0.endedAt = "2026-12-01T00:01:10.000Z"
            ($0.branch, $0.worktree, $0.costUSD) = ("task/it", "/tree", 0.5)
        }
        let changes = TaskChanges(numstat: Array("3\t1\ta.txt\0".utf8))
        let report = MarkdownReport(
            SummaryFixture.summary([SummaryFixture.outcome(task, changes: changes)], state: .completed))
        #expect(
            report.text == """
                # Parallel Execution Summary

                - Batch: `bx`, completed
                - Generated: 2026-12-01T00:05:00.000Z

                ## Metrics

                | Metric | Value |
                |---|---|
                | Total tasks | 1 |
                | Successful | 1 |
                | Failed | 0 |
                | Cancelled | 0 |
                | Success rate | 100 % |
                | Total duration | 1 min 0 s |
                | Sequential duration | 1 min 0 s |
                | Time saved | 0 s |
                | Files changed | 1 |
                | Total cost | $0.50 |

                ## Tasks

                | Task | Status | Duration | Files | Cost | Description |
                |---|---|---|---|---|---|
                | task-1 | completed | 1 min 0 s | 1 | $0.50 | `do it` |

                ### task-1: completed

                ```text
                do it
                ```

                - Branch: `task/it`
                - Worktree: `/tree`
                - Take it:

                ```sh
                git merge task/it
                ```

                ## Conflicts

                The results can all be merged with each other.

                """)
    }

    @Test func `tasks without a worktree, and those of which something is not known`() {
        let text = MarkdownReport(SummaryFixture.mixed()).text
        #expect(text.contains("| task-3 | cancelled | 0 s | 0 | – | `do it` |"))
        #expect(text.contains("git merge 'task/it'\\''s'"))
        #expect(text.contains("git apply --3way '/out put/task-2/changes.patch'"))
        #expect(text.contains("- task-1 and task-2: `a.txt`, `do it`"))
        #expect(text.contains("- task-1 and task-5: not known: `do it`"))
        #expect(text.contains("## Errors\n\n- task-2: `do it`\n- task-5: `do it`"))
        let unknown = SummaryFixture.summary([], conflicts: ResultConflicts(unknown: "git is gone"))
        #expect(MarkdownReport(unknown).text.contains("Not known: `git is gone`"))
    }

    @Test func `nothing of a prompt is markup`() {
        let text = MarkdownReport(SummaryFixture.mixed(prompt: SummaryFixture.hostile)).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for row in lines where row.hasPrefix("| task-") { #expect(row.count { $0 == "|" } == 7, "\(row)") }
        #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"))
        // What stands in code is taken away as a reader of Markdown does; nothing of the prompt may be left.
        let rest = Self.withoutCode(lines.map(String.init))
        for part in ["<script", "<!--", "[a]", "@you", "# head", "&amp;"] { #expect(!rest.contains(part), "\(part)") }
    }

    private static func withoutCode(_ lines: [String]) -> String {
        var (kept, fence): ([String], String?) = ([], nil)
        for line in lines {
            let ticks = String(line.prefix { $0 == "`" })
            if let open = fence {
                if line.allSatisfy({ $0 == "`" }), ticks.count >= open.count { fence = nil }
            } else if ticks.count >= 3, !line.dropFirst(ticks.count).contains("`") {
                fence = ticks
            } else {
                kept.append(withoutSpans(line))
            }
        }
        return kept.joined(separator: "\n")
    }

    private static func withoutSpans(_ line: String) -> String {
        var (rest, kept) = (line[...], "")
        while let start = rest.firstIndex(of: "`") {
            kept += rest[..<start]
            let ticks = rest[start...].prefix { $0 == "`" }
            rest = rest[start...].dropFirst(ticks.count)
            while true {
                rest = rest.drop { $0 != "`" }
                let run = rest.prefix { $0 == "`" }
                rest = rest.dropFirst(run.count)
                if run.count == ticks.count || run.isEmpty { break }
            }
        }
        return kept + rest
    }
}
