enum CBindings {
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        switch node.type {
        case "using_declaration":
            // `using a::b;` binds `b`. `using namespace a;` binds names that are not written here.
            guard let name = node.firstChild(["qualified_identifier"])?.collapsedText,
                let last = name.split(separator: ":").last
            else { return [] }
            return [Binding(last.trimmed, origin: name)]
        case "export_declaration":
            return node.openingBrace == nil ? node.namedChildren.last.map { read($0, of: declaration) } ?? [] : []
        case "struct_specifier", "class_specifier", "union_specifier", "enum_specifier":
            // Without a body it only declares that the type exists.
            return declaration.members == nil && declaration.body == nil
                ? [] : Binding.declared([declaration.name], of: declaration) + enumerators(node)
        default:
            let isList = declaration.kind == .variable && !node.type.hasPrefix("preproc_")
            let names = isList ? declaration.name.split(separator: ",").map(\.trimmed) : [declaration.name]
            return Binding.declared(names, of: declaration) + node.namedChildren.flatMap(enumerators)
        }
    }

    /// Returns the enumerators. Their names also belong to the scope around the type, except for `enum class`.
    private static func enumerators(_ node: Node) -> [Binding] {
        guard node.type == "enum_specifier", !["enum class ", "enum struct "].contains(where: node.text.hasPrefix)
        else {
            return []
        }
        let list = node.firstChild(["enumerator_list"])?.namedChildren ?? []
        return list.filter { $0.type == "enumerator" }.map { Binding($0.childText("name"), origin: "enumerator") }
    }
}

extension Substring {
    /// The text without blanks at the ends.
    var trimmed: String { Words.collapsed(utf8) }
}
