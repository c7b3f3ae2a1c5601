/// Divides a file into its symbols.
struct SymbolReader {
    let tree: SyntaxTree

    func read() -> SymbolList {
        let all = 0..<tree.bytes.count
        guard let first = pieces(of: tree.root).first else {
            return SymbolList(header: all, symbols: [], footer: all.upperBound..<all.upperBound)
        }
        let header = 0..<fileHeaderEnd(before: first.range.lowerBound)
        return list(tree.root, header: header, bounds: all, container: [], inType: false, access: "")
    }

    /// Returns the children that are pieces. Comments and attributes belong to the piece after them.
    private func pieces(of parent: Node) -> [Node] {
        var children = parent.namedChildren.filter { !isAttached($0) }
        if parent.type.hasPrefix("preproc_if"), !children.isEmpty { children.removeFirst() }
        return children
    }

    private func isAttached(_ node: Node) -> Bool {
        node.isComment || isAttribute(node) || node.type == "hash_bang_line"
    }

    private func isAttribute(_ node: Node) -> Bool { node.type == "attribute_item" || node.type == "decorator" }

    private func list(
        _ parent: Node, header: Range<Int>, bounds: Range<Int>, container: [String], inType: Bool, access: String
    ) -> SymbolList {
        var access = access
        var symbols: [Symbol] = []
        var position = header.upperBound
        var attributes: [Node] = []
        let isPiece = Set(pieces(of: parent).map(\.range))
        for child in parent.namedChildren {
            guard isPiece.contains(child.range), !isAttached(child) else {
                if isAttribute(child) { attributes.append(child) }
                continue
            }
            // Nodes that the grammar inserts for missing code may have no width, and stand anywhere.
            let end = max(position, lineEnd(after: child.range.upperBound, limit: bounds.upperBound))
            let extent = position..<end
            if child.type == "access_specifier" { access = child.collapsedText }
            var symbol = symbol(
                child, attributes: attributes, extent: extent, container: container, inType: inType, access: access)
            symbol.access = access
            symbols.append(symbol)
            position = end
            attributes = []
        }
        return SymbolList(header: header, symbols: symbols, footer: position..<bounds.upperBound)
    }

    private func symbol(
        _ node: Node, attributes: [Node], extent: Range<Int>, container: [String], inType: Bool, access: String
    ) -> Symbol {
        let declaration = Declaration.read(node)
        let excluded = declaration.members ?? declaration.body
        var signature = StructureHash(ownName: declaration.name, excluded: excluded?.range)
        for part in attributes + [node] { signature.add(part) }
        var body = StructureHash(ownName: declaration.name)
        if declaration.members == nil, let part = declaration.body { body.add(part) }
        let inside = declaration.isTransparent ? container : container + [declaration.name]
        let members = declaration.members.map { members in
            list(
                members, header: extent.lowerBound..<headerEnd(of: members).clamped(to: extent), bounds: extent,
                container: inside, inType: declaration.holdsMethods,
                access: declaration.isTransparent ? access : CDeclarations.access(in: members))
        }
        return Symbol(
            kind: declaration.kind == .function && inType ? .method : declaration.kind,
            name: declaration.name, container: container, signature: signatureText(node, excluded: excluded),
            line: node.line,
            extent: extent, node: node.range, body: members, items: declaration.items.map(\.range),
            bindings: Binding.read(node, of: declaration), access: "",
            signatureHash: signature.value, bodyHash: members == nil && excluded != nil ? body.value : 0,
            parametersHash: parametersHash(node, excluded: excluded?.range))
    }

    private static let parameterLists: Set<String> = ["formal_parameters", "parameters", "parameter_list"]

    private func parametersHash(_ node: Node, excluded: Range<Int>?) -> UInt64 {
        var hash = StructureHash()
        node.walk { part in
            if part.range == excluded { return false }
            guard Self.parameterLists.contains(part.type) else { return true }
            hash.add(part)
            return false
        }
        return hash.value
    }

    private func signatureText(_ node: Node, excluded: Node?) -> String {
        var end = node.range.upperBound
        if let excluded, excluded.range.lowerBound > node.range.lowerBound { end = excluded.range.lowerBound }
        let bytes = tree.bytes[node.range.lowerBound..<end]
        var text = Words.collapsed(bytes.prefix(400))
        while let last = text.last, "{=: ".contains(last) { text.removeLast() }
        return text.count > 120 ? text.prefix(119) + "…" : text
    }

    /// Returns the end of the text that comes before the first symbol and is separated from it by a blank line: a
    /// licence, a `#!` line.
    private func fileHeaderEnd(before start: Int) -> Int {
        var end = 0
        var lineStart = 0
        var isBlank = true
        var hasText = false
        for index in 0..<start {
            let byte = tree.bytes[index]
            if byte == 0x0A {
                if isBlank && hasText { end = index + 1 }
                lineStart = index + 1
                isBlank = true
            } else if !Words.isBlank(byte) {
                isBlank = false
                hasText = true
            }
        }
        return min(end, lineStart)
    }

    /// Returns the position after the opening brace and the rest of its line.
    private func headerEnd(of members: Node) -> Int {
        let first = pieces(of: members).first?.range.lowerBound ?? members.range.upperBound
        let start = members.range.lowerBound
        guard start < tree.bytes.count else { return start }
        if members.type.hasPrefix("preproc_if") {
            let condition = members.namedChildren.first?.range.upperBound ?? start
            return min(lineEnd(after: condition, limit: first), first)
        }
        if let brace = members.openingBrace { return blankLineEnd(after: brace + 1, limit: first) }
        var line = start
        while line > 0, tree.bytes[line - 1] == 0x20 || tree.bytes[line - 1] == 0x09 { line -= 1 }
        return line > 0 && tree.bytes[line - 1] == 0x0A ? line : start
    }

    private func blankLineEnd(after position: Int, limit: Int) -> Int {
        var end = position
        while end < limit, tree.bytes[end] != 0x0A, Words.isBlank(tree.bytes[end]) { end += 1 }
        if end < limit, tree.bytes[end] == 0x0A { return end + 1 }
        return position
    }

    /// Returns the position after separators, a comment on the same line, and the line break.
    private func lineEnd(after position: Int, limit: Int) -> Int {
        var end = position
        var result = position
        while end < limit {
            let byte = tree.bytes[end]
            if byte == 0x0A { return end + 1 }
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") {
                end += 1
                result = end
            } else if Words.isBlank(byte) {
                end += 1
            } else if let comment = commentEnd(at: end) {
                end = min(comment, limit)
                result = end
            } else {
                return result
            }
        }
        return result
    }

    /// Returns the end of a comment that begins here and does not run over several lines.
    private func commentEnd(at position: Int) -> Int? {
        let rest = tree.bytes[position...]
        let isLine =
            rest.starts(with: Array("//".utf8)) || (tree.language == .python && rest.first == UInt8(ascii: "#"))
        if isLine { return rest.firstIndex(of: 0x0A) ?? rest.endIndex }
        guard rest.starts(with: Array("/*".utf8)) else { return nil }
        var index = position + 2
        while index + 1 < rest.endIndex, tree.bytes[index] != 0x0A {
            if tree.bytes[index] == UInt8(ascii: "*"), tree.bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
            index += 1
        }
        return nil
    }
}

extension Int {
    fileprivate func clamped(to range: Range<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
