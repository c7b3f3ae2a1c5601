internal import HookCore
internal import Store

extension Coordinator {
    /// Time that has passed for certain since the first look, in milliseconds. Writes nothing.
    func elapsedTime(_ db: Connection) throws(StoreError) -> Int64 { try nextLook(db).elapsed }

    /// The same, and from now on the time since this look counts.
    func lookAtClocks(_ db: Connection) throws(StoreError) -> Int64 {
        let look = try nextLook(db)
        try ElapsedTimeTable.set(look, db)
        return look.elapsed
    }

    private func nextLook(_ db: Connection) throws(StoreError) -> ElapsedTime {
        let (wall, uptime, boot) = (context.now().milliseconds, context.uptime(), context.host.bootID)
        guard let last = try ElapsedTimeTable.last(db) else {
            return ElapsedTime(wall: wall, uptime: uptime, bootID: boot)
        }
        return last.next(wall: wall, uptime: uptime, bootID: boot)
    }
}
