/// The arguments of another type, as if they were declared in this one.
///
/// The other type may itself be a command: its arguments are included, and its `run()` can be called.
@propertyWrapper
package struct OptionGroup<Value: ParsableArguments> {
    private var box: ParsedBox<Value>
    private let title: String
    private let visibility: ArgumentVisibility

    /// - Parameters:
    ///   - title: the heading of a section of their own in help; empty puts them among the others.
    ///   - visibility: `.hidden` hides them all.
    package init(title: String = "", visibility: ArgumentVisibility = .default) {
        self.box = ParsedBox(Value())
        self.title = title
        self.visibility = visibility
    }

    /// The group with its parsed values.
    package var wrappedValue: Value {
        get { box.required }
        set { box = ParsedBox(newValue) }
    }
}

extension OptionGroup: ArgumentSource {
    func definitions(key: String) -> [ArgumentDefinition] {
        ArgumentSet(of: box.required).definitions.map { definition in
            var copy = definition
            if !title.isEmpty { copy.sectionTitle = title }
            if visibility == .hidden { copy.help.visibility = .hidden }
            return copy
        }
    }

    func validate() throws {
        var group = box.required
        try ArgumentSet.validateGroups(of: group)
        try group.validate()
        box.fill(group)
    }
}
