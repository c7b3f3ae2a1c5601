package import Files
internal import HookCore

/// Paths as arguments of git, which can be texts only.
///
/// For a path that is no text (not UTF-8), git is asked about the innermost directory around it whose path is one, and
/// the answer is sifted.
package struct PathArguments {
    private let paths: [PathBytes]

    /// - Parameter paths: paths from the repository's root.
    package init(_ paths: [PathBytes]) { self.paths = paths }

    /// The arguments, for a git with literal pathspecs.
    package var texts: [String] { paths.map(Self.text) }

    /// Returns whether the paths, or directories among them, cover a path that git has answered with.
    package func cover(_ path: PathBytes) -> Bool {
        paths.contains { asked in
            Self.isText(asked) || path == asked || path.starts(with: asked + [UInt8(ascii: "/")])
        }
    }

    private static func isText(_ path: PathBytes) -> Bool { Array(path.display.utf8) == path }

    private static func text(_ path: PathBytes) -> String {
        var path = path[...]
        while !isText(Array(path)) {
            guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return "." }
            path = path[..<slash]
        }
        return Array(path).display
    }
}
