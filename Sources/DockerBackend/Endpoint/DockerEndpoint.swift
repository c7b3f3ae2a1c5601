internal import Files
package import HTTPClient
package import HookCore
internal import JSON

/// Finds the engine that the `docker` program would talk to: by `DOCKER_HOST`, else by the context in use, else at the
/// usual socket.
package enum DockerEndpoint {
    static let usualSocket = "/var/run/docker.sock"

    /// Returns the endpoint.
    /// - Parameters:
    ///   - environment: the user's, of which `DOCKER_HOST`, `DOCKER_CONTEXT`, `DOCKER_CONFIG`, `DOCKER_TLS_VERIFY` and
    ///     `DOCKER_CERT_PATH` are read.
    ///   - home: the user's home folder.
    /// - Throws: `.endpointUnusable`, `.contextMissing`; `.invalidJSON` for a file of docker's.
    package static func find(
        environment: [String: String], home: String
    ) throws(ParallelError) -> HTTPEndpoint {
        let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let folder = value("DOCKER_CONFIG") ?? home + "/.docker"
        if let host = value("DOCKER_HOST") {
            guard value("DOCKER_TLS_VERIFY") != nil else { return try endpoint(at: host, source: "DOCKER_HOST") }
            let certificates = certificates(in: value("DOCKER_CERT_PATH") ?? folder)
            return try endpoint(at: host, certificates: certificates, source: "DOCKER_HOST")
        }
        var name = value("DOCKER_CONTEXT")
        if name == nil { name = try currentContext(folder) }
        guard let name, name != "default" else { return HTTPEndpoint(socket: usualSocket) }
        let context = try DockerContext.find(name, in: folder)
        return try endpoint(at: context.host, certificates: context.certificates, source: "the docker context \(name)")
    }

    private static func currentContext(_ folder: String) throws(ParallelError) -> String? {
        let path = folder + "/config.json"
        guard let content = WholeFile.followed(path) else { return nil }
        let name = try JSONDocument(content, name: path).value()?["currentContext"]?.string
        return name.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the usual names of the three files in a folder, as far as the files are there.
    static func certificates(in folder: String) -> HTTPEndpoint.Certificates {
        let present = { (name: String) in
            FileAccess.isRegularFile("\(folder)/\(name)") ? "\(folder)/\(name)" : nil
        }
        return HTTPEndpoint.Certificates(
            authorities: "\(folder)/ca.pem", certificate: present("cert.pem"), key: present("key.pem"))
    }

    /// Returns the endpoint of an address as docker writes them.
    private static func endpoint(
        at host: String, certificates: HTTPEndpoint.Certificates? = nil, source: String
    ) throws(ParallelError) -> HTTPEndpoint {
        let unusable = { (message: String, hint: String?) in
            ParallelError(
                .endpointUnusable, operation: "connect", subject: host, message: "\(message) (from \(source))",
                hint: hint)
        }
        if let path = rest(of: host, after: "unix://") {
            // What the kernel takes, with its zero at the end.
            guard path.utf8.count <= 107 else { throw unusable("the path of the socket is longer than 107 bytes", nil) }
            guard FilePath.isAbsolute(path) else { throw unusable("the path of the socket is not absolute", nil) }
            return HTTPEndpoint(socket: path)
        }
        if let address = rest(of: host, after: "tcp://") ?? rest(of: host, after: "http://") {
            return HTTPEndpoint(
                base: (certificates == nil ? "http://" : "https://") + withoutSlash(address), certificates: certificates
            )
        }
        if rest(of: host, after: "https://") != nil {
            return HTTPEndpoint(base: withoutSlash(host), certificates: certificates)
        }
        if let address = rest(of: host, after: "ssh://") {
            throw unusable(
                "engines behind ssh are not supported",
                "forward its socket: ssh -nNT -L /tmp/docker.sock:\(usualSocket) \(address) & and set "
                    + "DOCKER_HOST=unix:///tmp/docker.sock")
        }
        throw unusable("it is no address of an engine", "use unix:///PATH or tcp://HOST:PORT")
    }

    private static func rest(of text: String, after prefix: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }

    private static func withoutSlash(_ text: String) -> String {
        text.utf8.last == UInt8(ascii: "/") ? String(text.dropLast()) : text
    }
}
