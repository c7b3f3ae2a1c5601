internal import Store

/// The SQL of the table `elapsed_time`: one row, the last reading of the clocks.
enum ElapsedTimeTable {
    static func last(in db: Connection) throws(StoreError) -> ElapsedTime? {
        try db.first("SELECT * FROM elapsed_time") { row throws(StoreError) in
            ElapsedTime(
                elapsed: try row["elapsed"], wall: try row["wall"], uptime: try row["uptime"],
                bootID: try row["boot_id"])
        }
    }

    static func set(_ time: ElapsedTime, in db: Connection) throws(StoreError) {
        try db.run(
            "INSERT OR REPLACE INTO elapsed_time (id, elapsed, wall, uptime, boot_id) VALUES (1, ?, ?, ?, ?)",
            arguments: [time.elapsed, time.wall, time.uptime, time.bootID])
    }
}
