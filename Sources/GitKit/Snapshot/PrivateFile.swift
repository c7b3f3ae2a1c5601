internal import Files
internal import HookCore

/// A file that a rescue keeps beside git's objects.
struct PrivateFile {
    /// The place where it belongs.
    enum Place: String {
        case workTree = "work-tree"
        case gitDirectory = "git-dir"
    }

    let place: Place
    let file: WorkTreeFile

    /// The name in the folder's list.
    var name: PathBytes { Array(place.rawValue.utf8) + [0x2F] + file.path }

    /// Takes such a name apart; nil for anything else.
    static func split(_ name: PathBytes) -> (place: Place, path: PathBytes)? {
        guard let slash = name.firstIndex(of: 0x2F), let place = Place(rawValue: Array(name[..<slash]).display) else {
            return nil
        }
        return (place, Array(name[(slash + 1)...]))
    }
}
