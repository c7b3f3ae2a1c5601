internal import Glibc
internal import HookCore

/// A moment in UTC, in milliseconds since 1970.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads what `text` writes, and SQLite's `datetime('now')` form, which is UTC without a zone.
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

    /// The clock on the wall.
    package static func now() -> Timestamp {
        Timestamp(milliseconds: WallClock.milliseconds())
    }

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
