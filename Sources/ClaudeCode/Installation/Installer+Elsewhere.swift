internal import Exec
internal import Files
internal import HookCore

extension Installer {
    /// Removes the local hooks of other repositories where that is wanted, or else notes that they stay.
    func lookElsewhere(_ request: InstallRequest, in draft: inout InstallDraft) {
        guard request.everywhere || request.hooks.contains(.global) else { return }
        for path in draft.localSettings where !path.isSame(as: context.localSettingsPath) {
            let checkout = String(path.dropLast(InstallationContext.localSettings.count))
            if !request.everywhere {
                let command = "parallel-cc install --uninstall --hooks --local --repo \(ShellWord.quote(checkout))"
                draft.notes.append("local hooks stay in \(path); to take them out: \(command)")
            } else if AtomicFile.exists(checkout) {
                remove(from: path, of: checkout, in: &draft)
            } else {
                draft.notes.append("\(checkout) is not there now; hooks of ours in its settings stay")
            }
        }
    }

    /// Removes hooks from one repository. A broken file there becomes a note, and does not stop the removal.
    private func remove(from path: String, of checkout: String, in draft: inout InstallDraft) {
        do throws(ParallelError) {
            try removeHooks(Set(HookEntry.Part.allCases), from: path, in: &draft)
            try GitignoreEntry().uninstall(in: &draft, path: checkout + "/.gitignore")
            draft.forget(path)
            draft.noteLocalHooks(in: path, arePresent: false)
        } catch {
            draft.notes.append("hooks stay in \(path): \(error)")
        }
    }
}
