/// Breaks text into lines of a given width.
struct TextWrapper {
    /// The columns of a line, indentation included.
    let width: Int

    /// Returns the text in lines, each indented; line breaks of the text stay, words are never broken.
    func wrap(_ text: String, indent: Int = 0) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { lines(of: $0, indent: indent) }
            .joined(separator: "\n")
    }

    private func lines(of paragraph: Substring, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        // An indented paragraph is an example or a list, which keeps its shape.
        if paragraph.first == " " { return [margin + paragraph] }
        return fill(paragraph.split(separator: " ").map(String.init), indent: indent)
    }

    /// Returns words, which may have spaces inside, in lines that are as full as possible.
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
