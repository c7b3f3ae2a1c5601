internal import Files
internal import Glibc
internal import HookCore

/// Directories whose files are to be saved.
enum SavedDirectory {
    /// What lies in a directory; nothing where there is none.
    /// - Throws: `.unreadableFile`, also where only a part of it can be read.
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
