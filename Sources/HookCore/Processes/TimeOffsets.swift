import Glibc

/// What this process's time namespace adds to the machine's clocks: time_namespaces(7).
struct TimeOffsets: Equatable {
    /// Milliseconds that the monotonic clock is ahead.
    var monotonic: Int64 = 0
    /// Whether the time since boot differs, and with it the start times of processes.
    var changesBootTime = false

    /// The offsets of this process. A kernel without time namespaces has none.
    static let current = FileBytes.read("/proc/self/timens_offsets").map(parse) ?? TimeOffsets()

    /// Reads lines of a clock's name, seconds and nanoseconds.
    static func parse(_ bytes: [UInt8]) -> TimeOffsets {
        var offsets = TimeOffsets()
        for line in bytes.split(separator: 0x0A) {
            let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 3, let seconds = Int64(words[1]), let nanoseconds = Int64(words[2]) else { continue }
            switch words[0] {
            case "monotonic": offsets.monotonic = seconds &* 1_000 &+ nanoseconds / 1_000_000
            case "boottime": offsets.changesBootTime = seconds != 0 || nanoseconds != 0
            default: continue
            }
        }
        return offsets
    }
}
