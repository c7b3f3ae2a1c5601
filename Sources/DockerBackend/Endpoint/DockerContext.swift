internal import Files
internal import HTTPClient
internal import HookCore
internal import JSON

/// A context of the `docker` program: an engine under a name. Each has a folder of its own, which is named by a hash of
/// the name; the name stands inside.
struct DockerContext {
    let host: String
    let certificates: HTTPEndpoint.Certificates?

    /// Finds a context in docker's configuration folder.
    /// - Throws: `.contextMissing`, `.invalidJSON`.
    static func find(_ name: String, in folder: String) throws(ParallelError) -> DockerContext {
        let missing = ParallelError(
            .contextMissing, operation: "connect", subject: name, message: "docker has no context of that name",
            hint: "docker context ls shows those that there are; docker context use default takes the usual engine")
        for entry in DirectoryNames.list(folder + "/contexts/meta").sorted() {
            let path = "\(folder)/contexts/meta/\(entry)/meta.json"
            guard let content = WholeFile.followed(path),
                let meta = try JSONDocument(content, name: path).value(), meta["Name"]?.string == name
            else { continue }
            guard let docker = meta["Endpoints"]?["docker"], let host = docker["Host"]?.string else { throw missing }
            let tls = "\(folder)/contexts/tls/\(entry)/docker"
            let isSecured = FileAccess.isRegularFile(tls + "/ca.pem")
            return DockerContext(host: host, certificates: isSecured ? DockerEndpoint.certificates(in: tls) : nil)
        }
        throw missing
    }
}
