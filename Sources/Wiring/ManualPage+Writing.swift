package import CommandLineKit
internal import Files
package import HookCore

extension ManualRenderer.Page {
    /// Writes the page into a folder that exists.
    package func write(into folder: String) throws(ParallelError) {
        let path = "\(folder)/\(fileName)"
        try AtomicFile.write(Array(text.utf8), to: path, replacing: AtomicFile.read(path))
    }
}
