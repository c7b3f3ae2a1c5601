import HookCore
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct StatusLineTests {
    private let setting = StatusLineSetting(binDirectory: "/opt/my bin")

    @Test func `sets and replaces its own`() throws {
        var document = try JSONDocument(text: #"{"a":1}"#)
        var layouts = ContainerLayouts()
        try setting.install(into: &document, layouts: &layouts)
        #expect(
            document.value(at: ["statusLine"]) == [
                "type": "command", "command": "'/opt/my bin/parallel-cc' statusline",
            ])
        let once = document.text
        try setting.install(into: &document, layouts: &layouts)
        #expect(document.text == once)
        try StatusLineSetting(binDirectory: "/b").install(into: &document, layouts: &layouts)
        #expect(document.value(at: ["statusLine", "command"]) == "/b/parallel-cc statusline")
        try setting.uninstall(from: &document, layouts: layouts)
        #expect(document.text == #"{"a":1}"#)
    }

    @Test(arguments: [
        #"{"type":"command","command":"my-line parallel-cc"}"#, "null", #""x""#,
        #"{"type":"command","command":"/b/parallel-cc statusline; ~/bin/my-status"}"#,
        #"{"type":"command","command":"/b/parallel-cc statusline | ~/bin/decorate"}"#,
    ])
    func `leaves foreign ones alone`(_ value: String) throws {
        let text = #"{"statusLine":"# + value + "}"
        var document = try JSONDocument(text: text)
        var layouts = ContainerLayouts()
        let error = #expect(throws: ParallelError.self) { try setting.install(into: &document, layouts: &layouts) }
        #expect(error?.code == .foreignSetting)
        #expect(error?.hint != nil)
        try setting.uninstall(from: &document, layouts: layouts)
        #expect(document.text == text)
    }

    @Test func `keeps what somebody has added to it`() throws {
        var document = try JSONDocument(
            text: #"{"statusLine":{"type":"command","command":"/old/parallel-cc statusline","padding":0}}"#)
        var layouts = ContainerLayouts()
        try setting.install(into: &document, layouts: &layouts)
        #expect(document.text.contains(#""command":"'/opt/my bin/parallel-cc' statusline","padding":0}"#))
        #expect(setting.withAdditions(in: document)?["statusLine"]?["padding"] == .number("0"))
    }
}
