/// The text of a beat file: a version line, then one `key value` per line.
///
/// In values, backslash is written `\\` and newline `\n`. Unknown keys are ignored, so that an older reader understands
/// a newer writer. A file that lacks the version line or a required key is no beat.
extension Beat {
    static let versionLine = "parallel-cc-beat 1"
    /// The length limit of a value in bytes. A longer one is left out: a path or id cut short would be a wrong one.
    static let longestValue = 16_384
    /// A length in bytes that no beat file exceeds: twelve values, escaped.
    package static let longestFile = 12 * 2 * longestValue

    /// Returns the bytes of the file.
    package func encode() -> [UInt8] {
        var text = [UInt8](Self.versionLine.utf8)
        text.append(0x0A)
        Self.append("pid", value: "\(process.pid)", to: &text)
        Self.append("start", value: "\(process.startTime)", to: &text)
        Self.append("time", value: "\(time)", to: &text)
        Self.append("event", value: event, to: &text)
        Self.append("activity", value: activity.rawValue, to: &text)
        Self.append("tool", value: tool, to: &text)
        Self.append("session", value: claudeSessionID, to: &text)
        Self.append("agent", value: agentID, to: &text)
        Self.append("cwd", value: cwd, to: &text)
        Self.append("actor", value: actor.map { "\($0.pid) \($0.startTime)" }, to: &text)
        Self.append("boot", value: bootID, to: &text)
        Self.append("namespace", value: pidNamespace.map { "\($0)" }, to: &text)
        return text
    }

    /// Reads the bytes of a file; nil when they are no beat.
    package static func decode(_ bytes: [UInt8]) -> Beat? {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: true)[...]
        guard let first = lines.popFirst(), first.elementsEqual(versionLine.utf8) else { return nil }
        var values: [String: String] = [:]
        for line in lines {
            guard let space = line.firstIndex(of: 0x20) else { continue }
            values[String(decoding: line[..<space], as: UTF8.self)] = unescape(line[(space + 1)...])
        }
        guard let pid = values["pid"].flatMap({ Int32($0) }), pid > 0,
            let start = values["start"].flatMap({ UInt64($0) }), let time = values["time"].flatMap({ Int64($0) }),
            let event = values["event"], let activity = values["activity"].flatMap(Activity.init(rawValue:))
        else { return nil }
        return Beat(
            process: ProcessIdentity(pid: pid, startTime: start), actor: values["actor"].flatMap(identity),
            time: time, event: event, activity: activity, tool: values["tool"], claudeSessionID: values["session"],
            agentID: values["agent"], cwd: values["cwd"], bootID: values["boot"],
            pidNamespace: values["namespace"].flatMap { UInt64($0) })
    }

    private static func append(_ key: String, value: String?, to text: inout [UInt8]) {
        guard let value, value.utf8.count <= longestValue else { return }
        text.append(contentsOf: key.utf8)
        text.append(0x20)
        for byte in value.utf8 {
            switch byte {
            case 0x0A: text.append(contentsOf: [0x5C, UInt8(ascii: "n")])
            case 0x5C: text.append(contentsOf: [0x5C, 0x5C])
            default: text.append(byte)
            }
        }
        text.append(0x0A)
    }

    private static func unescape(_ value: ArraySlice<UInt8>) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(value.count)
        var escaped = false
        for byte in value {
            if escaped {
                plain.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
                escaped = false
            } else if byte == 0x5C {
                escaped = true
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func identity(_ text: String) -> ProcessIdentity? {
        let parts = text.utf8.split(separator: 0x20)
        guard parts.count == 2, let pid = Int32(String(Substring(parts[0]))), pid > 0,
            let start = UInt64(String(Substring(parts[1])))
        else { return nil }
        return ProcessIdentity(pid: pid, startTime: start)
    }
}
