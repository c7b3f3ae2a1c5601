enum JavaScriptBindings {
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        switch node.type {
        case "import_statement": return importing(node)
        case "export_statement": return exporting(node, of: declaration)
        case "ambient_declaration":
            return node.namedChildren.last.map { declaration.kind == .statement ? [] : read($0, of: declaration) } ?? []
        case "expression_statement":
            return Binding.declared(node.usedResources.map { $0.childText("left") }, of: declaration)
        case "lexical_declaration", "variable_declaration":
            let declarators = node.namedChildren.filter { $0.type == "variable_declarator" }
            return Binding.declared(declarators.compactMap { $0.child("name") }.flatMap(names), of: declaration)
        default: return Binding.declared([declaration.name], of: declaration)
        }
    }

    private static func importing(_ node: Node) -> [Binding] {
        let clause = node.firstChild(["import_clause", "import_require_clause"])
        let source = (node.firstChild(["string"]) ?? clause?.firstChild(["string"]))?.unquoted ?? ""
        return (clause?.namedChildren ?? []).flatMap { child -> [Binding] in
            switch child.type {
            case "identifier": return [Binding(child.collapsedText, origin: "\(source) default")]
            case "namespace_import":
                return [Binding(child.firstChild(["identifier"])?.collapsedText ?? "", origin: "\(source) *")]
            case "named_imports":
                return child.namedChildren.filter { $0.type == "import_specifier" }.map { item in
                    let name = item.childText("name")
                    return Binding(item.child("alias")?.collapsedText ?? name, origin: "\(source) \(name)")
                }
            default: return []
            }
        }
    }

    private static func exporting(_ node: Node, of declaration: Declaration) -> [Binding] {
        let declared = node.namedChildren.lazy.filter { $0.type != "decorator" && !$0.isComment }.first
        let isDefault = node.tree.bytes[node.range].starts(with: Array("export default".utf8))
        var own: [Binding] = []
        if declaration.kind != .exporting, let declared { own = read(declared, of: declaration) }
        if isDefault {
            let origin = declaration.kind == .exporting ? node.collapsedText : "\(declaration.kind) \(declaration.name)"
            return own + [Binding("default", origin: origin, isExport: true)]
        }
        if declaration.kind != .exporting {
            return own + own.map { Binding($0.name, origin: $0.origin, isExport: true) }
        }
        let source = node.firstChild(["string"])?.unquoted ?? ""
        let space = node.firstChild(["namespace_export"])?.namedChildren.first?.unquoted
        let items = node.nested(["export_specifier"], through: ["export_clause"]).map { item in
            let name = item.childText("name")
            return Binding(item.child("alias")?.unquoted ?? name, origin: "\(source) \(name)", isExport: true)
        }
        return items + (space.map { [Binding($0, origin: "\(source) *", isExport: true)] } ?? [])
    }

    /// Returns all names in a pattern: `{ a, b: c, d = 1, ...e }`.
    private static func names(_ pattern: Node) -> [String] {
        switch pattern.type {
        case "identifier", "shorthand_property_identifier_pattern": return [pattern.collapsedText]
        case "pair_pattern": return pattern.child("value").map(names) ?? []
        case "assignment_pattern", "object_assignment_pattern": return pattern.child("left").map(names) ?? []
        case "object_pattern", "array_pattern", "rest_pattern": return pattern.namedChildren.flatMap(names)
        default: return []
        }
    }
}

extension Node {
    /// The text without quotation marks around it.
    fileprivate var unquoted: String { collapsedText.filter { $0 != "\"" && $0 != "'" } }
}
