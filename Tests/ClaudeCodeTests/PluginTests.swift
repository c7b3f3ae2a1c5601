import Files
import Glibc
import JSON
import Testing

@testable import ClaudeCode

/// The plugin's files say the same as what `install` writes.
@Suite struct PluginTests {
    private static let folder = "/" + (#filePath).split(separator: "/").dropLast(3).joined(separator: "/") + "/plugin/"

    private func document(_ name: String) throws -> JSONDocument {
        try JSONDocument(try #require(try AtomicFile.read(Self.folder + name)), name: name)
    }

    @Test func `hooks are those of install`() throws {
        let table = InstalledHooks(binDirectory: "")
        var wanted: [String: JSONValue] = [:]
        for entry in table.entries(of: .sessions) {
            #expect(wanted[entry.event] == nil, "one group for each event")
            wanted[entry.event] = [entry.group]
        }
        let found = try #require(try document("hooks/hooks.json").value(at: ["hooks"])?.members)
        #expect(Set(found.map(\.key)) == Set(wanted.keys))
        for member in found {
            // Found on PATH, where install names the full path.
            let text = wanted[member.key]?.compactText.replacing("\"/parallel-cc", with: "\"parallel-cc")
            #expect(member.value.compactText == text)
        }
    }

    @Test func `server is that of install`() throws {
        let server = try document(".mcp.json").value(at: ["mcpServers", "parallel-cc"])
        #expect(server == ["command": "parallel-cc", "args": ["mcp", "serve"]])
    }

    @Test func `marketplace has the plugin`() throws {
        #expect(try document(".claude-plugin/plugin.json").value(at: ["name"])?.string == PluginSetting.name)
        let plugins = try document(".claude-plugin/marketplace.json").value(at: ["plugins"])?.elements
        #expect(plugins?.map { $0["name"]?.string } == [PluginSetting.name])
        #expect(plugins?.first?["source"]?.string == "./")
    }
}
