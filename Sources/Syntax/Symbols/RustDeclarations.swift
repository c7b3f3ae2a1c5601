enum RustDeclarations {
    static func read(_ node: Node) -> Declaration? {
        switch node.type {
        case "use_declaration", "extern_crate_declaration": return importing(node)
        case "function_item", "function_signature_item":
            return Declaration(.function, name: node.childText("name"), body: node.child("body"))
        case "struct_item", "enum_item", "union_item":
            return Declaration(.type, name: node.childText("name"), body: node.child("body"))
        case "trait_item": return Declaration(.type, name: node.childText("name"), members: node.child("body"))
        case "impl_item":
            let trait = node.childText("trait")
            let type = node.childText("type")
            let name = trait.isEmpty ? type : "<\(type) as \(trait)>"
            var block = Declaration(.module, name: name, members: node.child("body"))
            block.holdsMethods = true
            return block
        case "mod_item": return Declaration(.module, name: node.childText("name"), members: node.child("body"))
        case "const_item", "static_item":
            return Declaration(.variable, name: node.childText("name"), body: node.child("value"))
        case "type_item", "associated_type":
            return Declaration(.type, name: node.childText("name"), body: node.child("type"))
        case "macro_definition": return Declaration(.function, name: node.childText("name") + "!", body: node)
        default: return nil
        }
    }

    /// Reads an import. `use a::b::{c, d}` is identified by `a::b`.
    private static func importing(_ node: Node) -> Declaration {
        guard let list = node.child("argument"), list.type == "scoped_use_list", let names = list.child("list") else {
            return Declaration(.importing, name: node.collapsedText, body: node)
        }
        return Declaration(.importing, name: list.childText("path"), body: node, items: names.namedChildren)
    }
}
