extension SyntaxFile {
    /// Whether a parameter, a type parameter or a local variable inside a symbol has a name.
    func bindsLocally(_ name: String, in symbol: Symbol) -> Bool {
        let wanted = Array(name.utf8)
        var isFound = false
        tree.root.walk { node in
            guard !isFound, !node.isComment, node.range.overlaps(symbol.node) else { return false }
            if node.isLeaf, node.isNamed, bytes[node.range].elementsEqual(wanted), LocalNames.isBinding(node) {
                isFound = node.range.lowerBound >= symbol.node.lowerBound && !isDeclared(node, by: symbol)
            }
            return !isFound
        }
        return isFound
    }

    /// Whether a node is the name of the symbol itself, which stands before its body.
    private func isDeclared(_ node: Node, by symbol: Symbol) -> Bool {
        symbol.bindings.contains { $0.name == node.text } && (symbol.kind == .variable || symbol.name == node.text)
    }
}

/// The nodes in which the grammars have the names of parameters and local variables.
private enum LocalNames {
    /// The nodes whose direct children that are names are all new names.
    private static let wholes: Set<String> = [
        "array_pattern", "catch_clause", "closure_parameters", "dictionary_splat_pattern", "formal_parameters",
        "inferred_parameters", "lambda_parameters", "list_splat_pattern", "object_pattern", "parameters",
        "pattern_list", "rest_pattern", "slice_pattern", "tuple_pattern", "type_parameter", "type_parameters",
        "type_parameter_declaration",
    ]

    /// The fields of other nodes in which new names are.
    private static let fields: [String: [String]] = [
        "array_declarator": ["declarator"], "arrow_function": ["parameter"], "assignment": ["left"],
        "assignment_pattern": ["left"], "catch_formal_parameter": ["name"], "closure_expression": ["parameters"],
        "const_spec": ["name"], "declaration": ["declarator"],
        "default_parameter": ["name"], "enhanced_for_statement": ["name"],
        "for_expression": ["pattern"], "for_in_clause": ["left"], "for_in_statement": ["left"],
        "for_range_loop": ["declarator"], "for_statement": ["left"], "formal_parameter": ["name"],
        "init_declarator": ["declarator"], "lambda_expression": ["parameters"], "let_declaration": ["pattern"],
        "named_expression": ["name"], "object_assignment_pattern": ["left"], "optional_parameter": ["pattern"],
        "pair_pattern": ["value"], "parameter": ["pattern"], "parameter_declaration": ["name", "declarator"],
        "pointer_declarator": ["declarator"], "required_parameter": ["pattern"],
        "typed_default_parameter": ["name"], "var_spec": ["name"],
        "variable_declarator": ["name"],
    ]

    static func isBinding(_ node: Node) -> Bool {
        guard let parent = node.parent else { return false }
        let type = parent.type
        if node.type == "shorthand_property_identifier_pattern" || wholes.contains(type) { return true }
        // `a, b := f()` and `for a, b := range c`.
        if type == "expression_list" {
            guard let whole = parent.parent else { return false }
            return (whole.type == "short_var_declaration" || whole.type == "range_clause")
                && whole.child("left")?.range == parent.range
        }
        if type == "assignment_expression" { return parent.isUsing && parent.child("left")?.range == node.range }
        if type == "typed_parameter" { return parent.namedChildren.first?.range == node.range }
        return (fields[type] ?? []).contains { parent.child($0)?.range == node.range }
    }
}
