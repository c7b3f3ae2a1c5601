enum GoBindings {
    static func read(_ node: Node, of declaration: Declaration) -> [Binding] {
        switch node.type {
        case "import_declaration":
            return node.nested(["import_spec"], through: ["import_spec_list"]).map { spec in
                let path = spec.childText("path").filter { $0 != "\"" && $0 != "`" }
                return Binding(spec.child("name")?.collapsedText ?? package(path), origin: path)
            }
        case "type_declaration":
            return Binding.declared(
                node.nested(["type_spec", "type_alias"], through: ["type_spec_list"]).map { $0.childText("name") },
                of: declaration)
        case "const_declaration", "var_declaration":
            let specs = node.nested(["const_spec", "var_spec"], through: ["const_spec_list", "var_spec_list"])
            let names = specs.flatMap { spec in
                spec.namedChildren.prefix { $0.type == "identifier" }.map(\.collapsedText)
            }
            return Binding.declared(names, of: declaration)
        default: return Binding.declared([declaration.name], of: declaration)
        }
    }

    /// Returns the usual name of a package: the last part of its path, versions left out.
    private static func package(_ path: String) -> String {
        var parts = path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
        if parts.count > 1, let last = parts.last, last.first == "v", last.dropFirst().allSatisfy(\.isNumber) {
            parts.removeLast()
        }
        return String((parts.last ?? "").prefix { $0 != "." })
    }
}
