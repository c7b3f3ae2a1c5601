internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

extension SuggestionApplication {
    /// How the file is when a suggestion was taken back.
    enum Ending {
        case asItWas
        /// All had been done but the last word.
        case applied
        /// Somebody has changed the new file: it stays, and counts as applied.
        case goneOn
    }

    /// Goes back to the file as it was, from wherever `run` has come to, also in a process that was killed.
    ///
    /// Only our own bytes, and the file that the suggestion was made for, are ever removed, and only when nobody can write
    /// to them any more. What somebody has written meanwhile stays, at the file's own place.
    /// - Returns: how the file is; and what lies beside it still.
    @discardableResult
    func takeBack() throws(ParallelError) -> (ending: Ending, kept: PathBytes?) {
        guard let now = suggestionNow, let temporary = now.temporaryPath, let beside = content(temporary) else {
            // Nothing beside it: not begun, or all done but the last word.
            let isDone = suggestionNow?.isWritten ?? false && content(path) == bytes
            try settle(applied: isDone)
            return (isDone ? .applied : .asItWas, nil)
        }
        if !now.isWritten || beside == bytes {
            // Not exchanged. Before it was written whole, only a part of ours can lie there.
            let kept = try discard(temporary, expected: now.isWritten || bytes.starts(with: beside) ? beside : bytes)
            try settle(applied: false)
            return (.asItWas, kept)
        }
        return try swapBack(temporary)
    }

    private func swapBack(_ temporary: PathBytes) throws(ParallelError) -> (ending: Ending, kept: PathBytes?) {
        if content(path) == bytes {
            try FileExchange.swap(first: path, second: temporary, in: worktree)
            if content(temporary) == bytes {
                let kept = try discard(temporary, expected: bytes)
                try settle(applied: false)
                return (.asItWas, kept)
            }
            // Somebody went on from the new file in this very moment.
            try FileExchange.swap(first: path, second: temporary, in: worktree)
        }
        let old = content(temporary)
        let kept: PathBytes?
        if let old, try git.blobID(old) == suggestion.basisID {
            kept = try discard(temporary, expected: old)
        } else {
            kept = try keep(temporary, what: "the file as it was, and what somebody wrote to it since")
        }
        try settle(applied: true)
        return (.goneOn, kept)
    }

    /// Removes what lies beside the file, if it is what it is taken for; else says where it is.
    /// - Returns: where it lies, if it has to stay.
    private func discard(_ temporary: PathBytes, expected: [UInt8]) throws(ParallelError) -> PathBytes? {
        switch FileExchange.remove(temporary, ifStill: expected, in: worktree) {
        case .removed: nil
        case .changed: try keep(temporary, what: "somebody wrote to it")
        case .inUse, .unwatchable: try keep(temporary, what: "another program may be writing to it")
        }
    }

    /// Whoever asks for the events learns of it also where nobody reads what the command has said.
    func keep(_ temporary: PathBytes, what: String) throws(ParallelError) -> PathBytes {
        coordinator.context.narrate("\(temporary.display) in \(worktree) is kept: \(what)")
        try coordinator.database.write { db throws(StoreError) in
            try EventTable.append(
                "suggestion.kept", at: coordinator.timestamp, repository: suggestion.repository, worktree: worktree,
                cause: what, detail: temporary.display, in: db)
        }
        return temporary
    }

    func content(_ place: PathBytes) -> [UInt8]? { FileExchange.read(place, in: worktree)?.bytes }

    private var suggestionNow: Suggestion? {
        let found = try? coordinator.database.read { db throws(StoreError) in
            try SuggestionTable.find(id: suggestion.id, in: db)
        }
        return found.flatMap { $0 }
    }
}
