internal import CommandLineKit
internal import Coordinator
internal import Integration
internal import Wiring

/// Suggestions as text.
enum SuggestionText {
    static func table(_ suggestions: [Suggestion]) -> String {
        var table = Table([
            TableColumn("FILE", shortened: .ends), TableColumn("STRATEGY"), TableColumn("SURE"),
            TableColumn("CONFLICT"),
            TableColumn("STATE"), TableColumn("ID"), TableColumn("WHY"),
        ])
        for suggestion in suggestions {
            table.append([
                TableCell(path(suggestion)), TableCell(suggestion.strategy), TableCell(score(suggestion.score)),
                TableCell(suggestion.type.rawValue), TableCell(suggestion.state.rawValue), TableCell(suggestion.id),
                TableCell(suggestion.explanation),
            ])
        }
        return table.render(width: Printer.outputTerminal.tableWidth, style: Printer.style)
    }

    static func path(_ suggestion: Suggestion) -> String { String(decoding: suggestion.path, as: UTF8.self) }

    static func score(_ score: Double) -> String { "\(Int((score * 100).rounded())) %" }

    static func dollars(_ cost: Double) -> String {
        let tenThousandths = Int((cost * 10_000).rounded())
        let digits = String(tenThousandths % 10_000)
        return "$\(tenThousandths / 10_000).\(String(repeating: "0", count: 4 - digits.count))\(digits)"
    }

    /// The parts that make up the confidence.
    static func parts(_ confidence: Confidence) -> String {
        let number = { (value: Double) in
            let hundredths = Int((value * 100).rounded())
            return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        }
        var text = "0.30 × \(number(confidence.complexity)) simple + 0.25 × \(number(confidence.similarity)) alike"
        text += " + 0.25 × \(number(confidence.validity)) valid + 0.20 × \(number(confidence.strategy)) trusted"
        if confidence.semanticFactor != 1 { text += ", × \(number(confidence.semanticFactor)) semantic" }
        if confidence.sizeFactor != 1 { text += ", × \(number(confidence.sizeFactor)) long" }
        return text
    }
}
