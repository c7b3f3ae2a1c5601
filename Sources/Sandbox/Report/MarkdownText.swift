/// Text of others in Markdown. It stands in code only, where nothing is markup: no link, no name, no HTML.
enum MarkdownText {
    /// Returns the text as code within a line.
    static func code(_ text: String) -> String {
        let line = PlainText.line(text)
        if line.isEmpty { return "–" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
        let pad = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
        return fence + pad + line + pad + fence
    }

    /// Returns the beginning of the text as code in a cell of a table. A bar would end the cell, also in code, and
    /// readers do not agree on how to escape it: another one takes its place.
    static func cell(_ text: String, most: Int = 40) -> String {
        let line = PlainText.line(text, most: most)
        return code(String(String.UnicodeScalarView(line.unicodeScalars.map { $0 == "|" ? "¦" : $0 })))
    }

    /// Returns the text as a block of code.
    static func block(_ text: String, language: String = "text") -> [String] {
        let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return [fence + language] + lines + [fence]
    }

    private static func longestRun(of scalar: Unicode.Scalar, in text: String) -> Int {
        var (longest, run) = (0, 0)
        for one in text.unicodeScalars {
            run = one == scalar ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
