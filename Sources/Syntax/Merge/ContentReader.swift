/// Reads a part of a tree as `SyntaxContent`.
struct ContentReader {
    /// The byte before each part of the code. It keeps different contents from having equal code.
    private enum Mark: UInt8 {
        case open, close, token, hidden, line, indentation
    }

    private let tree: SyntaxTree
    private let range: Range<Int>
    private var code: [UInt8] = []
    /// The end of the last token.
    private var end: Int
    private var hasToken = false

    init(_ tree: SyntaxTree, range: Range<Int>) {
        self.tree = tree
        self.range = range
        end = range.lowerBound
    }

    mutating func read() -> SyntaxContent {
        guard !tree.hasErrors else { return SyntaxContent(code: Array(tree.bytes[range])) }
        var isInside: [Bool] = []
        tree.root.walk { node in
            let span = node.range.clamped(to: range)
            if span.isEmpty { return false }
            if node.isLeaf || node.isComment || tree.isVerbatim(node) {
                add(node, at: span)
                return false
            }
            let isWhole = span == node.range
            if isWhole { add(.open, node: node) }
            isInside.append(isWhole)
            return true
        } leave: {
            if isInside.popLast() ?? false { code.append(Mark.close.rawValue) }
        }
        addGap(upTo: range.upperBound)
        return SyntaxContent(code: code)
    }

    private mutating func add(_ node: Node, at span: Range<Int>) {
        var text = tree.bytes[span]
        // Some grammars have a token for the end of a line. It counts as a blank.
        if text.allSatisfy(Words.isBlank) { return }
        addGap(upTo: span.lowerBound)
        // The line's end is no part of a comment, whatever the grammar says.
        while node.isComment, text.last == 0x0A || text.last == 0x0D { text.removeLast() }
        addIndentation(before: span.lowerBound)
        add(.token, node: node)
        add(text)
        end = text.endIndex
        hasToken = true
    }

    /// Adds the text between tokens. It belongs to no visible node, but may have a meaning.
    private mutating func addGap(upTo start: Int) {
        let gap = tree.bytes[end..<start]
        if !gap.allSatisfy(Words.isBlank) {
            code.append(Mark.hidden.rawValue)
            add(gap)
        } else if hasToken, start < range.upperBound, gap.contains(0x0A) {
            code.append(Mark.line.rawValue)
        }
    }

    private mutating func addIndentation(before start: Int) {
        guard tree.language == .python else { return }
        let blanks = tree.bytes[..<start].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        let line = start - blanks
        guard line == 0 || tree.bytes[line - 1] == 0x0A else { return }
        code.append(Mark.indentation.rawValue)
        add(tree.bytes[line..<start])
    }

    private mutating func add(_ mark: Mark, node: Node) {
        code += [mark.rawValue, UInt8(truncatingIfNeeded: node.symbol), UInt8(truncatingIfNeeded: node.symbol >> 8)]
    }

    private mutating func add(_ text: ArraySlice<UInt8>) {
        withUnsafeBytes(of: UInt64(text.count)) { code += $0 }
        code += text
    }
}
