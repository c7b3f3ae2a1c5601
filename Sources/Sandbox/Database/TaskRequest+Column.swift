internal import FoundationEssentials
package import Store

/// A request is stored as JSON.
extension TaskRequest: ColumnConvertible {
    package var columnValue: Value {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, integers, and numbers that options have checked: they can always be encoded.
        guard let json = try? encoder.encode(self) else { return .null }
        return .text(String(decoding: json, as: UTF8.self))
    }

    package init?(columnValue: Value) {
        guard case .text(let text) = columnValue,
            let request = try? JSONDecoder().decode(TaskRequest.self, from: Data(text.utf8))
        else { return nil }
        self = request
    }
}
