internal import Glibc
internal import HookCore

/// A moment in UTC, in milliseconds since 1970.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    /// Makes the moment that lies this many milliseconds after 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads the form that `text` writes, and the form of SQLite's `datetime('now')`, which is UTC without a zone.
    package init?(text: String) {
        let digits = text.split(whereSeparator: { !("0"..."9").contains($0) }).compactMap { Int32($0) }
        guard digits.count >= 6 else { return nil }
        var parts = tm()
        parts.tm_year = digits[0] - 1900
        parts.tm_mon = digits[1] - 1
        parts.tm_mday = digits[2]
        parts.tm_hour = digits[3]
        parts.tm_min = digits[4]
        parts.tm_sec = digits[5]
        let milliseconds = digits.count > 6 ? Int64(digits[6]) : 0
        self.milliseconds = Int64(timegm(&parts)) * 1_000 + milliseconds
    }

    /// Reads the wall clock.
    package static func now() -> Timestamp {
        Timestamp(milliseconds: WallClock.milliseconds())
    }

    /// Whether the left moment is the earlier one.
    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// ISO-8601 with milliseconds and `Z`: `2026-01-31T12:00:00.000Z`.
    package var text: String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return padded(parts.tm_year + 1900, width: 4) + "-" + padded(parts.tm_mon + 1, width: 2) + "-"
            + padded(parts.tm_mday, width: 2)
            + "T"
            + padded(parts.tm_hour, width: 2) + ":" + padded(parts.tm_min, width: 2) + ":"
            + padded(parts.tm_sec, width: 2) + "."
            + padded(Int32(milliseconds % 1_000), width: 3) + "Z"
    }

    private func padded(_ number: Int32, width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
