internal import Files
internal import Glibc
internal import HookCore

/// Reads directories whose files are to be saved.
enum SavedDirectory {
    /// Returns the entries of a directory; no entries where it does not exist.
    /// - Throws: `.unreadableFile`, also where only a part of the directory can be read.
    static func entries(_ directory: PathBytes, in workTree: String) throws(ParallelError) -> [DirectoryEntry] {
        do throws(Errno) {
            return try DirectoryReader(directory, in: workTree).entries()
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return [] }
            throw ParallelError(
                .unreadableFile, operation: "save", subject: workTree + "/" + directory.display,
                message: "the directory cannot be read", cause: error.text)
        }
    }
}
