internal import CSystem
internal import Glibc

/// Copies the content of an open file into another, in the cheapest way that the file systems offer.
package struct ContentCopier {
    /// The way in which a file was copied.
    package enum Outcome {
        case reflinked
        case copied
        /// The source is shorter than expected, or a call failed.
        case failed
    }

    /// Whether the kernel can still be asked. A way that it refused once is not tried again: each of both trees is on
    /// one file system.
    private var canClone = true
    private var canCopyRange = true
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// A copier for files of the same two trees.
    package init() {}

    /// Copies a file's content.
    /// - Parameter size: the size of the source in bytes. `target` is empty.
    package mutating func copy(_ source: Int32, to target: Int32, size: Int) -> Outcome {
        guard size > 0 else { return .copied }
        if canClone {
            if csystem_clone_file(source, target) == 0 { return .reflinked }
            canClone = false
        }
        // For content that fits the buffer, one read and one write cost less than setting up a range.
        if canCopyRange, size > buffer.count {
            let copied = copyRange(source: source, target: target, size: size)
            if copied == size { return .copied }
            // The kernel can copy ranges, because it has copied a part. So this file fails.
            if copied > 0 { return .failed }
            canCopyRange = false
        }
        return copyBlocks(source: source, target: target, size: size) ? .copied : .failed
    }

    private func copyRange(source: Int32, target: Int32, size: Int) -> Int {
        var done = 0
        while done < size {
            let count = copy_file_range(source, nil, target, nil, size - done, 0)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            done += count
        }
        return done
    }

    private mutating func copyBlocks(source: Int32, target: Int32, size: Int) -> Bool {
        buffer.withUnsafeMutableBytes { buffer in
            var done = 0
            while done < size {
                let count = read(source, buffer.baseAddress, min(buffer.count, size - done))
                if count < 0, errno == EINTR { continue }
                guard count > 0, Self.writeAll(target, bytes: UnsafeRawBufferPointer(rebasing: buffer[..<count])) else {
                    return false
                }
                done += count
            }
            return done == size
        }
    }

    private static func writeAll(_ target: Int32, bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(target, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
