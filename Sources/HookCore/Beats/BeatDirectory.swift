import Glibc

/// The folder `beats` of the data directory. It has one small file for each session, and one for each of its subagents.
///
/// Files are replaced by rename, so a reader sees an old beat or a new one, and never a part of one. Nothing is
/// fsynced: a beat is worth nothing after a power cut. Safe to use from several processes and threads at once.
package struct BeatDirectory: Hashable, Sendable {
    /// The absolute path of the folder itself.
    package let path: String
    private let dataDirectory: String

    /// The folder of a data directory. Nothing is read or made; the data directory need not exist.
    package init(dataDirectory: String) {
        self.dataDirectory = dataDirectory
        path = dataDirectory + "/beats"
    }

    /// Stores a beat in place of the former one of the same session or subagent.
    ///
    /// Makes the folder (0700) when it is missing, but never the data directory itself. Files have mode 0600.
    /// - Throws: `beat-not-written` with the system's reason.
    package func write(_ beat: Beat) throws(ParallelError) {
        let name = Self.fileName(beat.process, agentID: beat.agentID)
        let temporary = "\(path)/\(name).\(gettid())"
        var descriptor = Self.create(temporary)
        if descriptor < 0, errno == ENOENT, mkdir(path, 0o700) == 0 || errno == EEXIST {
            descriptor = Self.create(temporary)
        }
        guard descriptor >= 0 else { throw failure(errno) }
        var problem = FileBytes.write(beat.encode(), to: descriptor)
        if close(descriptor) != 0, problem == 0 { problem = errno }
        if problem == 0, rename(temporary, "\(path)/\(name)") != 0 { problem = errno }
        guard problem != 0 else { return }
        unlink(temporary)
        throw failure(problem)
    }

    /// Returns the last beat of a session, or of one of its subagents; nil when there is none or it is unreadable.
    package func read(for process: ProcessIdentity, agentID: String? = nil) -> Beat? {
        guard let beat = load(Self.fileName(process, agentID: agentID)), beat.process == process else { return nil }
        return beat
    }

    /// Whether the process is known: it was registered or has asked for adoption.
    package func exists(for process: ProcessIdentity) -> Bool {
        access("\(path)/\(Self.fileName(process, agentID: nil))", F_OK) == 0
    }

    /// Removes the beats of a session and of its subagents, and the files that an interrupted `write` for it left
    /// behind.
    package func remove(for process: ProcessIdentity) {
        let name = Self.fileName(process, agentID: nil)
        for entry in entries() where entry == name || entry.hasPrefix(name + "@") || entry.hasPrefix(name + ".") {
            unlink("\(path)/\(entry)")
        }
    }

    /// Removes the beat of one subagent only, after it has ended.
    package func removeAgent(_ agentID: String, of process: ProcessIdentity) {
        unlink("\(path)/\(Self.fileName(process, agentID: agentID))")
    }

    /// Returns all beats, subagents' included, in no order. Files that are no beats are left out.
    package func all() -> [Beat] { entries().compactMap(load) }

    /// Returns the name of a beat file: `<pid>-<startTime>`, followed by `@<agent>` for a subagent. The names of
    /// temporary files, of a `MailFlag` and of `RecentCalls` hold a dot; this one does not.
    static func fileName(_ process: ProcessIdentity, agentID: String?) -> String {
        let name = "\(process.pid)-\(process.startTime)"
        guard let agentID else { return name }
        return "\(name)@\(sanitised(agentID))"
    }

    /// Returns an agent's id as a part of a file name. Letters, digits, `_` and `-` stay. An id that loses something by
    /// that gets a checksum, so that two different ids have different names.
    private static func sanitised(_ agentID: String) -> String {
        var kept: [UInt8] = []
        for byte in agentID.utf8 {
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            kept.append(isPlain || byte == UInt8(ascii: "-") ? byte : UInt8(ascii: "_"))
        }
        let plain = String(decoding: kept.prefix(80), as: UTF8.self)
        return plain == agentID && !plain.isEmpty ? plain : plain + "-" + String(FNV1a(agentID).value, radix: 16)
    }

    private func load(_ name: String) -> Beat? {
        guard !name.utf8.contains(UInt8(ascii: ".")),
            let bytes = FileBytes.read("\(path)/\(name)", limit: Beat.longestFile)
        else { return nil }
        return Beat.decode(bytes)
    }

    private func entries() -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func create(_ path: String) -> Int32 {
        open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    private func failure(_ code: Int32) -> ParallelError {
        ParallelError(
            "beat-not-written", operation: "write the heartbeat", subject: path,
            message: "the heartbeat of this session could not be stored",
            hint: "make sure that \(dataDirectory) exists and is writable", cause: String(cString: strerror(code)))
    }
}
