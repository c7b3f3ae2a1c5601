internal import Exec
internal import GitProgram
internal import Glibc
internal import HookCore

/// Finds files that git may write with other bytes than the blob's.
enum ConvertedPaths {
    /// Asks git for the attributes of each path.
    ///
    /// - Parameter fromIndex: whether the `.gitattributes` files of the index count, not those in the working tree.
    /// - Returns: for each path, in the given order, whether an attribute may change its bytes.
    static func find(_ paths: [UnsafePointer<CChar>], with git: Git, fromIndex: Bool) throws(ParallelError) -> [Bool] {
        var input: [UInt8] = []
        input.reserveCapacity(paths.count * 48)
        for path in paths {
            input.append(contentsOf: path.bytes)
            input.append(0)
        }
        let arguments = ["check-attr"] + (fromIndex ? ["--cached"] : []) + ["--all", "-z", "--stdin"]
        return parse(try git.run(arguments, input: input).output, paths: paths)
    }

    /// Reads git's answer: `path NUL attribute NUL value NUL`, in the order of its input, for attributes that are set.
    static func parse(_ output: [UInt8], paths: [UnsafePointer<CChar>]) -> [Bool] {
        var converted = [Bool](repeating: false, count: paths.count)
        var index = 0
        let fields = ZeroSeparated.fields(output)
        for start in stride(from: 0, to: fields.count - 2, by: 3) {
            while index < paths.count, !fields[start].elementsEqual(paths[index].bytes) { index += 1 }
            guard index < paths.count else { break }
            if mayConvert(String(decoding: fields[start + 1], as: UTF8.self), value: fields[start + 2]) {
                converted[index] = true
            }
        }
        return converted
    }

    /// Whether an attribute may change a file on checkout. `text` and `crlf` alone change nothing unless the
    /// configuration says so, which `GitSettings` knows.
    private static func mayConvert(_ attribute: String, value: ArraySlice<UInt8>) -> Bool {
        switch attribute {
        case "filter", "ident", "working-tree-encoding": !value.elementsEqual("unset".utf8)
        case "eol": value.elementsEqual("crlf".utf8)
        default: false
        }
    }
}

extension UnsafePointer<CChar> {
    /// The characters of a C string without the NUL. They live as long as the string.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: self, count: strlen(self)) }
}
