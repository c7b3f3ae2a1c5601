internal import HookCore

/// Reads what programs that know nothing of git would remove.
struct FileTreeReader {
    private let call: ShellCall
    private(set) var acts: [TreeAct] = []

    init(_ call: ShellCall) {
        self.call = call
        switch call.name {
        case "rm", "unlink", "shred": note(Self.operands(call.arguments), reach: .entry)
        case "mv": readMove()
        case "find": readFind()
        case "rsync": readCopy()
        default: return
        }
    }

    private mutating func note(_ words: some Sequence<CommandWord>, reach: TreeAct.Reach, command: String? = nil) {
        for word in words {
            // A slash at the end makes the program follow a link.
            let reach = reach == .entry && word.bytes.last == UInt8(ascii: "/") ? .contents : reach
            if let path = ShellPath.of(word, from: call.directory) {
                acts.append(TreeAct(command ?? call.name, reach: reach, at: path))
            }
        }
    }

    private static func operands(_ words: [CommandWord]) -> [CommandWord] {
        let end = words.firstIndex { $0.text == "--" } ?? words.endIndex
        return words[..<end].filter { !$0.text.hasPrefix("-") } + words[end...].dropFirst()
    }

    private mutating func readMove() {
        var words = call.arguments[...]
        var operands: [CommandWord] = []
        var hasTarget = false
        while let word = words.popFirst() {
            if word.text == "--" {
                operands += words
                break
            }
            let option = Self.moveOption(word.text)
            if option == nil { operands.append(word) }
            if let option, option.takesNext, word.isCertain { words = words.dropFirst() }
            hasTarget = hasTarget || option?.isTarget == true
        }
        note(hasTarget ? operands : operands.dropLast(), reach: .entry)
    }

    /// Reads an option of `mv`: whether it names the target, and whether its value is the next word. Nil for an
    /// operand.
    private static func moveOption(_ text: String) -> (isTarget: Bool, takesNext: Bool)? {
        guard text.hasPrefix("-"), text != "-" else { return nil }
        if text.hasPrefix("--") {
            let takesNext = text == "--target-directory" || text == "--suffix"
            return (text.hasPrefix("--target-directory"), takesNext)
        }
        guard let valued = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "t") || $0 == UInt8(ascii: "S") }) else {
            return (false, false)
        }
        return (text.utf8[valued] == UInt8(ascii: "t"), text.utf8.index(after: valued) == text.utf8.endIndex)
    }

    private static let findActions: Set<String> = ["-exec", "-execdir", "-ok", "-okdir"]

    private mutating func readFind() {
        let words = call.arguments.drop { ["-H", "-L", "-P"].contains($0.text) || $0.text.hasPrefix("-O") }
        let startingPoints = words.prefix { !$0.text.hasPrefix("-") && $0.text != "(" && $0.text != "!" }
        let expression = words[startingPoints.endIndex...]
        let texts = expression.map(\.text)
        let removes = zip(texts, texts.dropFirst()).contains { word, next in
            Self.findActions.contains(word)
                && ["rm", "unlink", "shred", "mv"].contains(FilePath.name(of: next))
        }
        guard texts.contains("-delete") || removes else { return }
        // The files that the expression leaves out cannot be determined.
        let leavesOut = texts.contains { ["-prune", "-path", "-wholename", "-regex"].contains($0) }
        let command = texts.contains("-delete") ? "find -delete" : "find -exec"
        if startingPoints.isEmpty {
            note([CommandWord(bytes: [UInt8(ascii: ".")])], reach: leavesOut ? .tree : .contents, command: command)
        } else {
            note(startingPoints, reach: leavesOut ? .tree : .contents, command: command)
        }
    }

    private mutating func readCopy() {
        let texts = call.arguments.map(\.text)
        let operands = Self.operands(call.arguments).filter { !$0.text.contains(":") }
        if texts.contains(where: { $0 == "--del" || $0.hasPrefix("--delete") }), operands.count > 1 {
            note(operands.suffix(1), reach: .contents, command: "rsync --delete")
        }
        if texts.contains("--remove-source-files") {
            note(operands.dropLast(), reach: .contents, command: "rsync --remove-source-files")
        }
    }
}
