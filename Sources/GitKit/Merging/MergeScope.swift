internal import GitProgram

/// The repository in which merges are looked for, and where work goes.
struct MergeScope {
    let git: Git
    let commonDirectory: String
    /// The one to be named first in front.
    let targets: [MergeTarget]
    /// Nil works everything out anew.
    let cache: (any PatchCache)?
}
