internal import JSON

/// The argument `repo_path`: the repository that a tool looks at.
enum RepositoryArgument {
    static let name = "repo_path"
    static let schema: (String, JSONValue) = (
        name, JSONSchema.text("A directory of the repository; the current project when left out.")
    )
}
