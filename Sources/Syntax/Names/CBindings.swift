enum CBindings {
    static func read(_ node: Node, _ declaration: Declaration) -> [Binding] {
        switch node.type {
        case "using_declaration":
            // `using a::b;` binds `b`, `using namespace a;` what nobody sees here.
            guard let name = node.firstChild(["qualified_identifier"])?.collapsedText,
                let last = name.split(separator: ":").last
            else { return [] }
            return [Binding(last.trimmed, name)]
        case "struct_specifier", "class_specifier", "union_specifier", "enum_specifier":
            // Without a body it only says that there is one.
            return declaration.members == nil && declaration.body == nil
                ? [] : Binding.declared([declaration.name], declaration)
        default:
            let isList = declaration.kind == .variable && !node.type.hasPrefix("preproc_")
            let names = isList ? declaration.name.split(separator: ",").map(\.trimmed) : [declaration.name]
            return Binding.declared(names, declaration)
        }
    }
}

extension Substring {
    /// Without blanks at the ends.
    var trimmed: String { Words.collapsed(utf8) }
}
