internal import Files
internal import FoundationEssentials
internal import HookCore
internal import TaskProtocol

/// Reads an order and refuses what cannot be done.
enum OrderReader {
    private struct Version: Decodable {
        let version: Int
    }

    /// - Throws: `.invalidOrder`.
    static func read(_ folder: TaskFolder) throws(ParallelError) -> TaskOrder {
        guard let bytes = WholeFile.read(folder.order) else {
            throw invalid(folder, because: "there is no order, or it cannot be read")
        }
        guard let version = try? JSONDecoder().decode(Version.self, from: Data(bytes)).version else {
            throw invalid(folder, because: "it is no order")
        }
        guard version <= TaskOrder.currentVersion else {
            throw invalid(
                folder,
                because: "the order has version \(version), and this runner knows versions up to "
                    + "\(TaskOrder.currentVersion): the sandbox needs a newer parallel-cc-runner")
        }
        let order: TaskOrder
        do {
            order = try JSONDecoder().decode(TaskOrder.self, from: Data(bytes))
        } catch {
            throw invalid(folder, because: "it is no order", cause: "\(error)")
        }
        if let problem = problem(of: order) { throw invalid(folder, because: problem) }
        return order
    }

    /// Returns what keeps an order from being done; nil where nothing does.
    static func problem(of order: TaskOrder) -> String? {
        let isPlain = order.id.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        guard !order.id.isEmpty, isPlain else { return "the id of a task has letters, digits and - only" }
        if order.prompt.allSatisfy(\.isWhitespace) { return "the prompt is empty" }
        if order.prompt.utf8.contains(0) { return "the prompt holds a NUL character, which claude cannot be given" }
        let claude = order.claude
        let texts =
            [
                claude.model, claude.fallbackModel, claude.systemPrompt, claude.appendSystemPrompt,
                claude.permissionMode, claude.resume,
            ].compactMap(\.self) + claude.allowedTools + claude.disallowedTools + order.setupCommands
            + order.environment.flatMap { [$0.key, $0.value] }
        if texts.contains(where: { $0.utf8.contains(0) }) { return "an option holds a NUL character" }
        if order.environment.keys.contains(where: { $0.isEmpty || $0.utf8.contains(UInt8(ascii: "=")) }) {
            return "a variable has no name, or an = in it"
        }
        let ids = [order.source.head, order.source.uncommitted].compactMap(\.self) + order.source.shallow
        let length = order.source.objectFormat == "sha256" ? 64 : 40
        if ids.contains(where: { $0.utf8.count != length || !$0.utf8.allSatisfy(isHexadecimal) }) {
            return "a commit is named by something else than its full id"
        }
        if order.timeoutSeconds <= 0 || order.snapshotSeconds <= 0 { return "a time is not above zero" }
        return nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func invalid(
        _ folder: TaskFolder, because message: String, cause: String? = nil
    ) -> ParallelError {
        ParallelError(.invalidOrder, operation: "read", subject: folder.order, message: message, cause: cause)
    }
}
