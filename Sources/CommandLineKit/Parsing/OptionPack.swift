/// Short flags and at most one option in one argument: `-jq`, `-jo`, `-j`, `-ovalue`, `-o=value`.
struct OptionPack {
    /// The flags and the option, with the spelling of each.
    private(set) var members: [(spelling: String, definition: ArgumentDefinition)] = []
    /// The value that follows in the same argument; only the last member can have one.
    private(set) var inlineValue: String?

    /// Takes an argument apart that starts with one dash.
    ///
    /// - Throws: `Unknown` when no option has a letter.
    init(_ token: String, arguments: ArgumentSet) throws(Unknown) {
        var letters = token.dropFirst()
        while let letter = letters.popFirst() {
            let spelling = "-\(letter)"
            guard let definition = arguments.definition(spelled: spelling) else { throw Unknown(spelling: spelling) }
            members.append((spelling, definition))
            if letters.first == "=" {
                inlineValue = String(letters.dropFirst())
                return
            }
            if definition.takesValue && !letters.isEmpty && Self.allowsJoined(definition, letter: letter) {
                inlineValue = String(letters)
                return
            }
        }
    }

    private static func allowsJoined(_ definition: ArgumentDefinition, letter: Character) -> Bool {
        definition.names.contains(.short(letter, allowsJoined: true))
    }

    /// A letter that no option has.
    struct Unknown: Error {
        let spelling: String
    }
}
