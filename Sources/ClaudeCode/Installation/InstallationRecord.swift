internal import HookCore
internal import JSON

/// The facts that are needed to remove an installation without a trace: `installation.json` in the data directory.
///
/// It holds no content of the user's files, only the text of containers that were empty. When it is lost or broken, a
/// removal still removes exactly our entries, but an empty file or `"hooks": {}` may stay behind.
struct InstallationRecord: Equatable, Sendable {
    /// The facts about one file that we changed.
    struct File: Equatable, Sendable {
        /// Whether we made the file.
        var isCreated = false
        /// Whether we made its folder.
        var isFolderCreated = false
        var layouts = ContainerLayouts()
    }

    /// The files that we changed, by path.
    var files: [Name: File] = [:]
    /// The settings of single repositories that have hooks of ours.
    var localSettings: Set<Name> = []
    /// The folders of git's hooks in which some are ours.
    var gitHooks: Set<Name> = []

    static func path(in dataDirectory: String) -> String { dataDirectory + "/installation.json" }

    init() {}

    /// Reads the stored form; the record is empty when that is missing or broken.
    init(parsing content: [UInt8]?) {
        guard let content, let document = try? JSONDocument(content, name: "installation.json") else { return }
        for member in document.value(at: ["files"])?.members ?? [] { files[Name(member.key)] = File(member.value) }
        localSettings = Set(
            (document.value(at: ["localSettings"])?.elements ?? []).compactMap { $0.string.map(Name.init) })
        gitHooks = Set((document.value(at: ["gitHooks"])?.elements ?? []).compactMap { $0.string.map(Name.init) })
    }

    private static func list(_ paths: Set<Name>) -> JSONValue { .array(paths.sorted().map { .string($0.text) }) }

    /// The stored form; `nil` when there is nothing to record.
    var content: [UInt8]? {
        // A file without a container of ours needs no entry.
        let files = files.filter { $0.value != File() }
        if files.isEmpty, localSettings.isEmpty, gitHooks.isEmpty { return nil }
        let entries = files.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key.text, value: $0.value.json) }
        var members: [JSONValue.Member] = [
            .init("version", value: 1), .init("files", value: .object(entries)),
            .init("localSettings", value: Self.list(localSettings)),
        ]
        if !gitHooks.isEmpty { members.append(.init("gitHooks", value: Self.list(gitHooks))) }
        return Array((JSONValue.object(members).prettyText + "\n").utf8)
    }
}

extension InstallationRecord.File {
    init(_ json: JSONValue) {
        isCreated = json["created"]?.bool ?? false
        isFolderCreated = json["folderCreated"]?.bool ?? false
        layouts.areKnown = true
        for member in json["emptyContainers"]?.members ?? [] {
            layouts.sources[member.key] = member.value.string
        }
    }

    var json: JSONValue {
        let containers = layouts.sources.sorted { $0.key < $1.key }
        return [
            "created": .bool(isCreated), "folderCreated": .bool(isFolderCreated),
            "emptyContainers": .object(containers.map { .init($0.key, value: .string($0.value)) }),
        ]
    }
}
