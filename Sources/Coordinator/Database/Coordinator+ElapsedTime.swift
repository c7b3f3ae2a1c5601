internal import HookCore
internal import Store

extension Coordinator {
    /// Returns the milliseconds that have certainly passed since the first reading of the clocks. Writes nothing.
    func elapsedTime(in db: Connection) throws(StoreError) -> Int64 { try nextReading(in: db).elapsed }

    /// Returns the same as `elapsedTime`, and stores this reading: from now on the time since it counts.
    func lookAtClocks(in db: Connection) throws(StoreError) -> Int64 {
        let reading = try nextReading(in: db)
        try ElapsedTimeTable.set(reading, in: db)
        return reading.elapsed
    }

    private func nextReading(in db: Connection) throws(StoreError) -> ElapsedTime {
        let (wall, uptime, boot) = (context.now().milliseconds, context.uptime(), context.host.bootID)
        guard let last = try ElapsedTimeTable.last(in: db) else {
            return ElapsedTime(wall: wall, uptime: uptime, bootID: boot)
        }
        return last.next(wall: wall, uptime: uptime, bootID: boot)
    }
}
