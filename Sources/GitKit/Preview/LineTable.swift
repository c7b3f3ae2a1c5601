/// A table that gives equal lines of some texts equal numbers, so that lines are compared by number.
struct LineTable {
    private var numbers: [Line: Int32] = [:]

    private struct Line: Hashable {
        let text: ArraySlice<UInt8>

        static func == (left: Line, right: Line) -> Bool {
            left.text.count == right.text.count && left.text.elementsEqual(right.text)
        }

        func hash(into hasher: inout Hasher) {
            text.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// Returns the numbers of a text's lines. The line feed belongs to its line, so a last line without one is
    /// different.
    mutating func lines(_ text: [UInt8]) -> [Int32] {
        var lines: [Int32] = []
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
            let line = Line(text: text[start..<end])
            if let known = numbers[line] {
                lines.append(known)
            } else {
                let number = Int32(numbers.count)
                numbers[line] = number
                lines.append(number)
            }
            start = end
        }
        return lines
    }
}
