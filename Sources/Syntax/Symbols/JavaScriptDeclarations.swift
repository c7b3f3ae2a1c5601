/// Reads the declarations of JavaScript, TypeScript and TSX.
enum JavaScriptDeclarations {
    static func read(_ node: Node) -> Declaration? {
        switch node.type {
        case "import_statement": return importing(node)
        case "export_statement": return exporting(node)
        case "ambient_declaration": return node.namedChildren.last.flatMap(read)
        case "expression_statement": return expression(node)
        case "function_declaration", "generator_function_declaration", "function_signature":
            return Declaration(.function, name: node.childText("name"), body: node.firstChild(["statement_block"]))
        case "class_declaration", "abstract_class_declaration", "class":
            return Declaration(.type, name: node.childText("name"), members: node.firstChild(["class_body"]))
        case "interface_declaration":
            let members = node.firstChild(["object_type", "interface_body"])
            return Declaration(.type, name: node.childText("name"), members: members)
        case "enum_declaration":
            return Declaration(.type, name: node.childText("name"), body: node.firstChild(["enum_body"]))
        case "type_alias_declaration":
            return Declaration(.type, name: node.childText("name"), body: node.namedChildren.last)
        case "internal_module", "module":
            let name = node.namedChildren.first?.collapsedText ?? ""
            return Declaration(.module, name: name, members: node.firstChild(["statement_block"]))
        case "lexical_declaration", "variable_declaration": return variables(node)
        default: return member(node)
        }
    }

    private static func member(_ node: Node) -> Declaration? {
        switch node.type {
        case "method_definition", "method_signature", "abstract_method_signature":
            return Declaration(.method, name: node.childText("name"), body: node.firstChild(["statement_block"]))
        case "public_field_definition", "field_definition", "property_signature":
            let name = node.firstChild(["property_identifier", "private_property_identifier", "string", "number"])
            let value = node.namedChildren.last
            let isName = value?.range == name?.range
            return Declaration(
                .variable, name: name?.collapsedText ?? "", body: isName ? nil : function(value) ?? value)
        default: return nil
        }
    }

    private static func importing(_ node: Node) -> Declaration {
        let source = node.firstChild(["string"])?.collapsedText ?? node.collapsedText
        let items = node.nested(["import_specifier"], through: ["import_clause", "named_imports"])
        return Declaration(.importing, name: source, body: node, items: items)
    }

    private static func exporting(_ node: Node) -> Declaration {
        let declared = node.namedChildren.lazy.filter { $0.type != "decorator" && !$0.isComment }.first
        if let declared, let inner = read(declared), inner.kind != .statement { return inner }
        let items = node.nested(["export_specifier"], through: ["export_clause"])
        let source = node.firstChild(["string"])?.collapsedText ?? ""
        let isDefault = node.tree.bytes[node.range].starts(with: Array("export default".utf8))
        return Declaration(.exporting, name: isDefault ? "default" : source, body: node, items: items)
    }

    /// Reads `namespace N { … }` and `using x = …`, which are expressions to the grammar.
    private static func expression(_ node: Node) -> Declaration? {
        if let inner = node.namedChildren.last, inner.type == "internal_module" { return read(inner) }
        let used = node.usedResources
        guard let first = used.first else { return nil }
        let names = used.map { $0.childText("left") }.joined(separator: ", ")
        return Declaration(.variable, name: names, body: used.count == 1 ? first.child("right") : nil)
    }

    private static func variables(_ node: Node) -> Declaration {
        let declarators = node.namedChildren.filter { $0.type == "variable_declarator" }
        let names = declarators.map { $0.childText("name") }.joined(separator: ", ")
        guard declarators.count == 1, let value = declarators[0].namedChildren.last,
            declarators[0].namedChildren.count > 1
        else { return Declaration(.variable, name: names, body: nil) }
        guard let body = function(value) else { return Declaration(.variable, name: names, body: value) }
        return Declaration(.function, name: names, body: body)
    }

    /// Returns the body of a value that is a function.
    private static func function(_ value: Node?) -> Node? {
        guard let value,
            ["arrow_function", "function", "function_expression", "generator_function"].contains(value.type)
        else { return nil }
        return value.namedChildren.last
    }
}

extension Node {
    /// The assignments in `using x = …, y = …` and `await using …`; none in other statements.
    var usedResources: [Node] {
        let parts = nested(["assignment_expression"], through: ["await_expression", "sequence_expression"])
        return parts.first?.isUsing == true ? parts : []
    }

    /// Whether the word `using` makes a declaration of an assignment.
    var isUsing: Bool {
        guard type == "assignment_expression", let left = child("left") else { return false }
        return range.lowerBound < left.range.lowerBound
    }
}
