internal import HookCore
internal import Store

extension Coordinator {
    /// Time that has passed for certain since the first look, in milliseconds. Writes nothing.
    func elapsedTime(in db: Connection) throws(StoreError) -> Int64 { try nextLook(in: db).elapsed }

    /// The same, and from now on the time since this look counts.
    func lookAtClocks(in db: Connection) throws(StoreError) -> Int64 {
        let look = try nextLook(in: db)
        try ElapsedTimeTable.set(look, in: db)
        return look.elapsed
    }

    private func nextLook(in db: Connection) throws(StoreError) -> ElapsedTime {
        let (wall, uptime, boot) = (context.now().milliseconds, context.uptime(), context.host.bootID)
        guard let last = try ElapsedTimeTable.last(in: db) else {
            return ElapsedTime(wall: wall, uptime: uptime, bootID: boot)
        }
        return last.next(wall: wall, uptime: uptime, bootID: boot)
    }
}
