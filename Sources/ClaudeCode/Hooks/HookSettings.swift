internal import HookCore
package import JSON

/// Our entries in the `hooks` of a settings file.
///
/// Each entry is a matcher group of its own, so that no foreign group is touched. Foreign hooks in one of our groups
/// stay when ours is removed.
package struct HookSettings: Sendable {
    /// The extent to which a part is in a file.
    package enum State: Sendable {
        case absent
        /// There are entries of ours, but not those that this version would write.
        case outdated
        case current
    }

    private let table: InstalledHooks

    /// - Parameter binDirectory: the absolute path of the directory of our programs.
    package init(binDirectory: String) {
        table = InstalledHooks(binDirectory: binDirectory)
    }

    /// The hooks of ours in `document`, of any version.
    package func entries(in document: JSONDocument) -> [HookEntry] {
        found(in: document).map(\.entry)
    }

    /// Returns the extent to which `part` is in `document`.
    package func state(of part: HookEntry.Part, in document: JSONDocument) -> State {
        let present = found(in: document).map(\.entry).filter { $0.part == part }
        if present.isEmpty { return .absent }
        let expected = table.entries(of: part)
        let isSame =
            present.count == expected.count
            && expected.allSatisfy { entry in present.contains { entry.isSame(as: $0) } }
        return isSame ? .current : .outdated
    }

    /// Adds the entries of `parts`, and updates those of other parts that are present. Changes no byte when everything
    /// is current. Throws `settings-malformed` when the file has no place for hooks.
    func install(
        _ parts: Set<HookEntry.Part>, into document: inout JSONDocument, layouts: inout ContainerLayouts
    ) throws(ParallelError) {
        for part in HookEntry.Part.allCases {
            let state = state(of: part, in: document)
            let isWanted = parts.contains(part) || state != .absent
            guard isWanted, state != .current else { continue }
            let former = found(in: document).map(\.entry)
            try uninstall([part], from: &document, layouts: layouts)
            for ours in table.entries(of: part) {
                let entry = ours.adding(former.last { $0.event == ours.event && $0.hasAdditions })
                layouts.note(document, along: ["hooks", .key(entry.event)])
                try document.append(entry.group, toArrayAt: ["hooks", .key(entry.event)])
            }
        }
    }

    /// Removes the entries of `parts`, of any version, and the containers that this makes empty.
    func uninstall(
        _ parts: Set<HookEntry.Part>, from document: inout JSONDocument, layouts: ContainerLayouts
    ) throws(ParallelError) {
        while let hook = found(in: document).last(where: { parts.contains($0.entry.part) }) {
            if hook.isAlone {
                try document.remove(at: hook.group)
                try layouts.tidy(&document, from: hook.group.dropLast())
            } else {
                try document.remove(at: hook.path)
            }
        }
    }

    /// Returns the hooks of `parts` to which somebody has added keys, by their events; nil where there are none.
    func withAdditions(_ parts: Set<HookEntry.Part>, in document: JSONDocument) -> JSONValue? {
        let hooks = found(in: document).map(\.entry).filter { parts.contains($0.part) && $0.hasAdditions }
        if hooks.isEmpty { return nil }
        let events = Dictionary(grouping: hooks, by: \.event).sorted { $0.key < $1.key }
        let members = events.map { JSONValue.Member($0.key, value: .array($0.value.map(\.group))) }
        return ["hooks": .object(members)]
    }

    private struct Found {
        let entry: HookEntry
        let group: JSONPath
        let index: Int
        let isAlone: Bool

        var path: JSONPath { group + ["hooks", .index(index)] }
    }

    private func found(in document: JSONDocument) -> [Found] {
        (document.value(at: ["hooks"])?.members ?? []).flatMap { member in
            (member.value.elements ?? []).enumerated().flatMap { position, group in
                found(in: group, event: member.key, path: ["hooks", .key(member.key), .index(position)])
            }
        }
    }

    private func found(in group: JSONValue, event: String, path: JSONPath) -> [Found] {
        let hooks = group["hooks"]?.elements ?? []
        let matcher = HookEntry.normalized(matcher: group["matcher"]?.string)
        return hooks.enumerated().filter { HookOwnership.isOurs($1) }.map { index, hook in
            let entry = HookEntry(event: event, matcher: matcher, hook: hook)
            return Found(entry: entry, group: path, index: index, isAlone: hooks.count == 1)
        }
    }
}
