internal import JSON

/// `repo_path`: which repository a tool is to look at.
enum RepositoryArgument {
    static let name = "repo_path"
    static let schema: (String, JSONValue) = (
        name, JSONSchema.text("A directory of the repository; the current project when left out.")
    )
}
