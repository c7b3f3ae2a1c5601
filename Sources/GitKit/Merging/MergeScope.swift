internal import GitProgram

/// The repository in which merges are looked for, and the targets of its work.
struct MergeScope {
    let git: Git
    let commonDirectory: String
    /// The targets. The first is named in answers if several apply.
    let targets: [MergeTarget]
    /// The fingerprints of commits; nil computes them all anew.
    let cache: (any PatchCache)?
}
