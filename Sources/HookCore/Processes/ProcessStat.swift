/// The content of `/proc/PID/stat` for one process at one moment (proc_pid_stat(5)).
package struct ProcessStat: Hashable, Sendable {
    /// The state letter: `R`, `S`, `D`, `T`, `t`, `Z`, `X`, `I`.
    package let state: UInt8
    /// The parent's pid; 0 for the first process of the pid namespace.
    package let parent: Int32
    /// The time between boot and the start of the process in clock ticks (field 22). `exec` keeps it.
    package let startTime: UInt64

    /// Whether the process has ended and only waits to be reaped.
    package var isDead: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") || state == UInt8(ascii: "x") }
    /// Whether a signal has stopped the process (job control).
    package var isStopped: Bool { state == UInt8(ascii: "T") }

    /// Reads the entry of `pid`; nil when there is no such process in this pid namespace.
    package static func read(pid: Int32) -> ProcessStat? {
        guard pid > 0, let bytes = FileBytes.read("/proc/\(pid)/stat", limit: 1024) else { return nil }
        return parse(bytes)
    }

    /// Reads the text of a stat file. The command name stands in parentheses and may itself hold spaces, newlines and
    /// parentheses. After the *last* closing one, the fields are separated by spaces.
    static func parse(_ bytes: [UInt8]) -> ProcessStat? {
        guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count >= 20, let state = fields[0].first,
            let parent = decimal(fields[1]), let parent = Int32(exactly: parent),
            let startTime = decimal(fields[19])
        else { return nil }
        return ProcessStat(state: state, parent: parent, startTime: startTime)
    }

    private static func decimal(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit - 0x30))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }
}
