/// Breaks text into lines of a width.
struct TextWrapper {
    /// Columns of a line, indentation included.
    let width: Int

    /// The text in lines, each indented; line breaks of the text stay, words are never broken.
    func wrap(_ text: String, indent: Int = 0) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { lines(of: $0, indent: indent) }
            .joined(separator: "\n")
    }

    private func lines(of paragraph: Substring, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        // What is indented is an example or a list: its shape means something.
        if paragraph.first == " " { return [margin + paragraph] }
        return fill(paragraph.split(separator: " ").map(String.init), indent: indent)
    }

    /// Words, which may have spaces inside, in lines that are as full as can be.
    func fill(_ words: [String], indent: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let room = max(width - indent, 1)
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty && line.displayWidth + 1 + word.displayWidth > room {
                lines.append(margin + line)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        return lines + [line.isEmpty ? "" : margin + line]
    }
}
