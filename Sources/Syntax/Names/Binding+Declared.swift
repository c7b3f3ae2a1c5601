extension Binding {
    /// Returns bindings for the declared name, or for each of several.
    static func declared(_ names: [String], of declaration: Declaration) -> [Binding] {
        switch declaration.kind {
        case .importing, .exporting, .statement, .module: []
        case .function, .method, .type, .variable:
            names.map { Binding($0, origin: "\(declaration.kind.rawValue) \(declaration.name)") }
        }
    }
}
