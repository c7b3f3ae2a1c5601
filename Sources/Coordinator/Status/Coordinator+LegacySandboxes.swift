package import HookCore
internal import Store

extension Coordinator {
    /// Sandbox sessions that an older parallel-cc recorded, newest first.
    package func legacySandboxes() throws(ParallelError) -> [LegacySandbox] {
        try database.read { db throws(StoreError) in try LegacySessionTable.sandboxes(in: db) }
    }
}
