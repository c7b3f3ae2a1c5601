/// Text of others in HTML.
enum HTMLText {
    /// Returns the text in a form in which nothing of it is markup, in an element or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in PlainText.visible(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Returns the text as code within a line.
    static func code(_ text: String) -> String { "<code>\(escaped(PlainText.line(text)))</code>" }
}
