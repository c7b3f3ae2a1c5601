internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

extension SuggestionApplication {
    /// The state of the file after a suggestion was taken back.
    enum Ending {
        case asItWas
        /// Everything was done except for the last record.
        case applied
        /// The new file was changed by another program. It stays and counts as applied.
        case goneOn
    }

    /// Puts the former file back, wherever `run` has stopped, also in a killed process.
    ///
    /// It removes only parallel-cc's own bytes and the file that the suggestion was made for, and only when no program
    /// can write to them any more. Later changes of other programs stay, at the file's own path.
    /// - Returns: the state of the file, and the path of a file that still lies beside it.
    @discardableResult
    func takeBack() throws(ParallelError) -> (ending: Ending, kept: PathBytes?) {
        guard let now = suggestionNow, let temporary = now.temporaryPath, let beside = content(temporary) else {
            // Nothing lies beside the file: the application had not begun, or only the last record was missing.
            let isDone = suggestionNow?.isWritten ?? false && content(path) == bytes
            try finish(applied: isDone)
            return (isDone ? .applied : .asItWas, nil)
        }
        if !now.isWritten || beside == bytes {
            // The files were not exchanged. Before the new file was complete, only a part of it can lie there.
            let kept = try discard(temporary, expected: now.isWritten || bytes.starts(with: beside) ? beside : bytes)
            try finish(applied: false)
            return (.asItWas, kept)
        }
        return try swapBack(temporary)
    }

    private func swapBack(_ temporary: PathBytes) throws(ParallelError) -> (ending: Ending, kept: PathBytes?) {
        if content(path) == bytes {
            try FileExchange.swap(first: path, second: temporary, in: worktree)
            if content(temporary) == bytes {
                let kept = try discard(temporary, expected: bytes)
                try finish(applied: false)
                return (.asItWas, kept)
            }
            // Another program changed the new file in this moment.
            try FileExchange.swap(first: path, second: temporary, in: worktree)
        }
        let old = content(temporary)
        let kept: PathBytes?
        if let old, try git.blobID(old) == suggestion.basisID {
            kept = try discard(temporary, expected: old)
        } else {
            kept = try keep(temporary, what: "the file as it was, and what somebody wrote to it since")
        }
        try finish(applied: true)
        return (.goneOn, kept)
    }

    /// Removes the file beside the original if it has the expected bytes. Otherwise it stays and is reported.
    /// - Returns: its path, if it has to stay.
    private func discard(_ temporary: PathBytes, expected: [UInt8]) throws(ParallelError) -> PathBytes? {
        switch FileExchange.remove(temporary, ifStill: expected, in: worktree) {
        case .removed: nil
        case .changed: try keep(temporary, what: "somebody wrote to it")
        case .inUse, .unwatchable: try keep(temporary, what: "another program may be writing to it")
        }
    }

    /// Reports a file that stays. The event tells it to users who do not see the command's output.
    func keep(_ temporary: PathBytes, what: String) throws(ParallelError) -> PathBytes {
        coordinator.context.narrate("\(temporary.display) in \(worktree) is kept: \(what)")
        try coordinator.database.write { db throws(StoreError) in
            try EventTable.append(
                "suggestion.kept", at: coordinator.timestamp, repository: suggestion.repository, worktree: worktree,
                cause: what, detail: temporary.display, in: db)
        }
        return temporary
    }

    func content(_ file: PathBytes) -> [UInt8]? { FileExchange.read(file, in: worktree)?.bytes }

    private var suggestionNow: Suggestion? {
        let found = try? coordinator.database.read { db throws(StoreError) in
            try SuggestionTable.find(id: suggestion.id, in: db)
        }
        return found.flatMap { $0 }
    }
}
