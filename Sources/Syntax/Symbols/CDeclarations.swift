/// Reads the declarations of C and C++.
enum CDeclarations {
    static func read(_ node: Node) -> Declaration? {
        switch node.type {
        case "preproc_include": return Declaration(.importing, name: node.childText("path"), body: node)
        case "import_declaration": return Declaration(.importing, name: node.collapsedText, body: node)
        case "export_declaration": return exported(node)
        case "using_declaration": return Declaration(.importing, name: node.collapsedText, body: node)
        case "preproc_def": return Declaration(.variable, name: node.childText("name"), body: node.child("value"))
        case "preproc_function_def":
            return Declaration(.function, name: node.childText("name"), body: node.child("value"))
        case "preproc_ifdef", "preproc_if": return conditional(node)
        case "function_definition":
            let body = node.firstChild(["compound_statement", "try_statement"])
            return Declaration(.function, name: declared(node), body: body)
        case "declaration", "field_declaration": return declaration(node)
        case "type_definition": return Declaration(.type, name: declared(node), body: node.child("type"))
        case "alias_declaration": return Declaration(.type, name: node.childText("name"), body: node.child("type"))
        case "struct_specifier", "class_specifier", "union_specifier":
            let name = node.firstChild(["type_identifier", "qualified_identifier", "template_type"])
            return Declaration(
                .type, name: name?.collapsedText ?? "", members: node.firstChild(["field_declaration_list"]))
        case "enum_specifier":
            return Declaration(.type, name: node.childText("name"), body: node.firstChild(["enumerator_list"]))
        case "namespace_definition":
            let name = node.firstChild(["namespace_identifier", "identifier", "nested_namespace_specifier"])
            let members = node.firstChild(["declaration_list"])
            return Declaration(.module, name: name?.collapsedText ?? "", members: members)
        case "linkage_specification":
            var block = Declaration(.module, name: "extern", members: node.firstChild(["declaration_list"]))
            block.isTransparent = true
            return block.members == nil ? nil : block
        case "template_declaration": return node.namedChildren.last.flatMap(read)
        default: return nil
        }
    }

    /// Returns the access of the first members of a C++ type; empty for other lists.
    static func access(in members: Node) -> String {
        guard members.tree.language == .cpp, members.type == "field_declaration_list" else { return "" }
        return members.parent?.type == "class_specifier" ? "private" : "public"
    }

    /// Reads `export …`, and `export { … }` around several declarations.
    private static func exported(_ node: Node) -> Declaration? {
        guard node.openingBrace != nil else { return node.namedChildren.last.flatMap(read) }
        var block = Declaration(.module, name: "export", members: node)
        block.isTransparent = true
        return block
    }

    /// Reads a header guard or `#if` around declarations. A conditional with an `#else` stays in one piece.
    private static func conditional(_ node: Node) -> Declaration? {
        let alternatives: Set<String> = ["preproc_else", "preproc_elif", "preproc_elifdef"]
        guard node.firstChild(alternatives) == nil, let condition = node.namedChildren.first else { return nil }
        var block = Declaration(.module, name: "#if \(condition.collapsedText)", members: node)
        block.isTransparent = true
        return block
    }

    private static func declaration(_ node: Node) -> Declaration {
        // The declaration is `struct S { … } s;`, or in a class `struct S { … };`.
        if let type = node.firstChild(["struct_specifier", "class_specifier", "union_specifier", "enum_specifier"]),
            type.namedChildren.count > 1, var inner = read(type)
        {
            inner.members = nil
            inner.body = type
            return inner
        }
        let name = declared(node)
        let isFunction = node.nested(["function_declarator"], through: indirections).first != nil
        if isFunction { return Declaration(.function, name: name) }
        let values = node.namedChildren.filter { $0.type == "init_declarator" }
        return Declaration(.variable, name: name, body: values.count == 1 ? values[0].child("value") : nil)
    }

    private static let indirections: Set<String> = [
        "pointer_declarator", "reference_declarator", "array_declarator", "parenthesized_declarator", "init_declarator",
        "attributed_declarator",
    ]
    private static let names: Set<String> = [
        "identifier", "field_identifier", "type_identifier", "qualified_identifier", "destructor_name", "operator_name",
        "operator_cast", "template_function",
    ]

    /// Returns the declared names. They may lie inside pointers, arrays and parameter lists.
    private static func declared(_ node: Node) -> String {
        let through = indirections.union(["function_declarator"])
        // The type comes first. A name of the same kind before the last declarator is that type.
        let declarators = node.namedChildren.filter { names.union(through).contains($0.type) }
        let type = node.child("type")?.range
        let own = declarators.filter { $0.range != type }
        return own.compactMap { declarator -> String? in
            if names.contains(declarator.type) { return declarator.collapsedText }
            return declarator.nested(names, through: through).first?.collapsedText
        }.joined(separator: ", ")
    }
}
