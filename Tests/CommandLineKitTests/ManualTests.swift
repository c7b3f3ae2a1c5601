import CommandLineKit
import Testing

@Suite struct ManualTests {
    private let pages = ManualRenderer(version: "sample 1.0").pages(root: Sample.self)

    private func page(_ name: String) -> String { pages.first { $0.fileName == name }?.text ?? "" }

    @Test func `has a page for the program and for each command`() {
        #expect(pages.map(\.fileName).first == "sample.1")
        #expect(pages.contains { $0.fileName == "sample-templates.1" })
        #expect(!pages.contains { $0.fileName == "sample-templates-copy.1" })
        #expect(
            page("sample.1").hasPrefix(
                ".TH SAMPLE 1 \"\" \"sample 1.0\"\n.SH NAME\nsample \\- A program to test with.\n"))
    }

    @Test func `describes what is below a command on its page`() {
        let text = page("sample-templates.1")
        #expect(text.contains("\n.SS sample templates copy\nCopy a template."))
        #expect(text.hasSuffix("\n.SH SEE ALSO\n\\fBsample\\fR(1)\n"))
    }

    @Test func `takes no text for markup`() {
        let names = pages.flatMap { $0.text.split(separator: "\n") }.filter { $0.hasPrefix(".") }.map {
            $0.prefix { $0 != " " }
        }
        #expect(Set(names).isSubset(of: [".TH", ".SH", ".SS", ".TP", ".PP", ".br"]))
        #expect(page("sample.1").contains("\\fB\\-V, \\-\\-version\\fR"))
    }
}
