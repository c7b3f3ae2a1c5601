/// The environment variables that lead git to another repository, work tree, index or object store than those of its
/// working directory.
package enum GitVariables {
    /// The variables that `git rev-parse --local-env-vars` lists and that could reach us from a git hook, an alias or a
    /// profile. `GIT_CONFIG_PARAMETERS` and `GIT_CONFIG_COUNT` are not among them, because they hold the user's
    /// settings.
    package static let redirecting: [String] = [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
        "GIT_CONFIG", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
    ]
}
