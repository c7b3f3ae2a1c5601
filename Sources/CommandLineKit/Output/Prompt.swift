/// Questions to the user, with a given reader and writer.
package struct Prompt {
    private let readLine: () -> String?
    private let write: (String) -> Void

    /// - Parameters:
    ///   - readLine: returns the next line without its newline; `nil` at the end of input.
    ///   - write: prints text as it is; most often to standard error, since a question is no answer.
    package init(readLine: @escaping () -> String?, write: @escaping (String) -> Void) {
        self.readLine = readLine
        self.write = write
    }

    /// Asks for yes or no. An empty line means `default`; the end of input means no, whatever the default is.
    package func confirm(_ question: String, default: Bool = false) -> Bool {
        while true {
            write("\(question) \(`default` ? "[Y/n]" : "[y/N]") ")
            guard let answer = answer() else { return false }
            switch answer {
            case "": return `default`
            case "y", "yes": return true
            case "n", "no": return false
            default: write("Please answer 'y' or 'n'.\n")
            }
        }
    }

    /// Asks for one of several words, which can be typed by number, in full or by an unambiguous beginning.
    ///
    /// - Parameter default: the index that an empty line means; without one an empty line asks again.
    /// - Returns: the index of the word; `nil` at the end of input.
    package func choose(_ question: String, from words: [String], default: Int? = nil) -> Int? {
        for (index, word) in words.enumerated() { write("  \(index + 1)) \(word.displayable)\n") }
        while true {
            let hint = `default`.map { " [\($0 + 1)]" } ?? ""
            write("\(question)\(hint) ")
            guard let answer = answer() else { return nil }
            if answer.isEmpty, let `default` { return `default` }
            if let index = Self.index(of: answer, in: words) { return index }
            write("Please answer with a number from 1 to \(words.count), or with one of the words.\n")
        }
    }

    private func answer() -> String? {
        guard let line = readLine() else {
            // The cursor still stands after the question.
            write("\n")
            return nil
        }
        return line.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    private static func index(of answer: String, in words: [String]) -> Int? {
        if let number = Int(answer), words.indices.contains(number - 1) { return number - 1 }
        if let exact = words.firstIndex(where: { $0.lowercased() == answer }) { return exact }
        let matches = words.indices.filter { !answer.isEmpty && words[$0].lowercased().hasPrefix(answer) }
        return matches.count == 1 ? matches.first : nil
    }
}
