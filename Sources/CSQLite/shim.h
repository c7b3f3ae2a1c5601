#pragma once
#include <sqlite3.h>

/// What every connection of ours sets: SQLite folds its log in neither after a commit nor on the last close, because we do
/// (Store's WriteAheadLog), and cuts it short whenever it begins it anew. sqlite3_db_config is variadic, which Swift cannot
/// call.
static inline int csqlite_leave_log_alone(sqlite3 *database) {
    sqlite3_wal_autocheckpoint(database, 0);
    int status = sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
    return status ? status : sqlite3_exec(database, "PRAGMA journal_size_limit=0", 0, 0, 0);
}
