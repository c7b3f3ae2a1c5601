internal import JSON

/// A container as the engine lists it.
struct ContainerEntry: Sendable {
    /// A volume with a name.
    struct Volume: Sendable {
        let name: String
        let target: String
    }

    let id: String
    let name: String
    /// `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`.
    let state: String
    let labels: [String: String]
    let volumes: [Volume]
    /// The exit status, which stands in a text for people: `Exited (7) 3 seconds ago`.
    let exitStatus: Int32?

    /// Reads an element of the list; nil where it has another form.
    init?(_ value: JSONValue) {
        guard let id = value["Id"]?.string, let state = value["State"]?.string else { return nil }
        self.id = id
        self.state = state
        let name = value["Names"]?.elements?.first?.string ?? ""
        self.name = name.utf8.first == 0x2F ? String(name.dropFirst()) : name
        let labels = value["Labels"]?.members ?? []
        self.labels = Dictionary(labels.map { ($0.key, $0.value.string ?? "") }) { $1 }
        volumes = (value["Mounts"]?.elements ?? []).compactMap { mount in
            guard mount["Type"]?.string == "volume", let name = mount["Name"]?.string,
                let target = mount["Destination"]?.string
            else { return nil }
            return Volume(name: name, target: target)
        }
        let status = value["Status"]?.string ?? ""
        exitStatus = status.hasPrefix("Exited (") ? Int32(status.dropFirst(8).prefix { $0 != ")" }) : nil
    }
}
