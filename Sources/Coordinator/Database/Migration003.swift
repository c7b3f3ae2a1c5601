internal import Store

/// Messages that sessions get at their next prompt or tool call.
enum Migration003 {
    static let messages = Migration(
        version: 3, name: "messages",
        sql: """
            CREATE TABLE messages (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
                sender_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
                kind TEXT NOT NULL CHECK (kind IN ('note', 'merge', 'claim', 'conflict', 'landing')),
                text TEXT NOT NULL,
                sent_at TEXT NOT NULL,
                delivered_at TEXT
            );
            CREATE INDEX messages_waiting ON messages (session_id) WHERE delivered_at IS NULL;
            """)
}
