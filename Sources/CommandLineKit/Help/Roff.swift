/// Turns plain text into roff, the language of manual pages.
enum Roff {
    /// Returns text for a part of a line: nothing in it is an escape, and dashes can be copied into a shell.
    static func text(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }

    /// Returns escaped text as a line of its own, which roff takes for no macro.
    static func line(_ escaped: String) -> String {
        escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// Returns text whose line breaks stay. Words between backquotes, which are to be typed, are printed bold.
    static func paragraphs(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.isEmpty ? ".PP" : line(spans($0))
        }
        return lines.indices.map { index in
            let isContinued = index > 0 && lines[index] != ".PP" && lines[index - 1] != ".PP"
            return (isContinued ? ".br\n" : "") + lines[index]
        }.joined(separator: "\n")
    }

    private static func spans(_ text: Substring) -> String {
        let pieces = text.split(separator: "`", omittingEmptySubsequences: false).map { Self.text(String($0)) }
        guard !pieces.count.isMultiple(of: 2) else { return Self.text(String(text)) }
        return pieces.enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element : "\\fB\($0.element)\\fR" }.joined()
    }
}
