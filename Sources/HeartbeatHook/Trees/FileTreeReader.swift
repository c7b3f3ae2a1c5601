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
        let words = call.arguments
        let target = words.firstIndex { $0.text == "-t" || $0.text == "--target-directory" }
        if let target {
            return note(Self.operands(Array(words[..<target] + words[target...].dropFirst(2))), reach: .entry)
        }
        let operands = Self.operands(words)
        note(
            words.contains { $0.text.hasPrefix("--target-directory=") } ? operands : operands.dropLast(), reach: .entry)
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
