internal import Coordinator
internal import Exec
internal import GitKit

/// The message to a session about a merge.
struct MergeNotice {
    let merge: MergeEvent

    var text: String {
        var sentences = ["Branch \(merge.branch) (\(merge.tip.prefix(10))) has been merged into \(into): \(how)."]
        if let reverter = merge.revertedBy {
            sentences.append("Commit \(reverter.prefix(10)) says that it takes that back again.")
        } else {
            sentences.append(advice)
        }
        return sentences.joined(separator: " ")
    }

    private var how: String {
        let shown = merge.commits.map { String($0.prefix(10)) }
        let list = shown.count > 6 ? shown.prefix(3).joined(separator: ", ") + ", … " + (shown.last ?? "") : nil
        let commits = list ?? shown.joined(separator: ", ")
        switch merge.evidence {
        case "ancestor": return "\(into) holds its commits since \(commits)"
        case "rebased": return "rebased as \(commits)"
        case "squashed": return "squashed into commit \(commits)"
        case "cherry-picked": return "all its commits were picked: \(commits)"
        default: return "merging it now would change nothing"
        }
    }

    private var into: String { MergeReferences.shortName(merge.reference) }

    /// The next step. A branch name may contain characters with a meaning for a shell, so it is quoted; ids need no
    /// quotes.
    private var advice: String {
        let target = ShellWord.quote(into)
        if merge.evidence == "ancestor" {
            return "To build on it: git rebase \(target)"
        }
        return "Work that stands on its commits goes on with: git rebase --onto \(target) \(merge.tip.prefix(12)) "
            + "(they are in \(into) under other ids); other work with: git rebase \(target)"
    }
}
