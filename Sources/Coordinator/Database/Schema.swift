internal import Store

/// The database's versions, oldest first. A migration that has been released is never edited.
enum Schema {
    static let migrations: [Migration] = [
        Migration001.baseline, Migration002.claims, Migration003.messages, Migration004.merges,
        Migration005.conflictRadar, Migration006.conflicts, Migration007.landing, Migration008.radarConflicts,
        Migration009.elapsedTime, Migration010.includedFiles, Migration011.sessionEnds,
    ]

    static func migrator() throws(StoreError) -> Migrator { try Migrator(migrations) }
}
