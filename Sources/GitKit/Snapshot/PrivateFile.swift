internal import Files
internal import HookCore

/// A file that a rescue keeps beside git's objects, not in them.
struct PrivateFile {
    /// The root that the file's path starts at.
    enum Place: String {
        case workTree = "work-tree"
        case gitDirectory = "git-dir"
    }

    let place: Place
    let file: WorkTreeFile

    /// The file's name in the folder's list: the place, a slash and the path.
    var name: PathBytes { Array(place.rawValue.utf8) + [0x2F] + file.path }

    /// Splits such a name; nil for anything else.
    static func split(_ name: PathBytes) -> (place: Place, path: PathBytes)? {
        guard let slash = name.firstIndex(of: 0x2F), let place = Place(rawValue: Array(name[..<slash]).display) else {
            return nil
        }
        return (place, Array(name[(slash + 1)...]))
    }
}
