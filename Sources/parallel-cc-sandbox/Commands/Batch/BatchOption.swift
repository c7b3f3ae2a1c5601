internal import CommandLineKit

/// The batch that a command is about.
struct BatchOption: ParsableArguments {
    @Argument(help: ArgumentHelp("Id of the batch, or its beginning; default: the newest.", valueName: "id"))
    var batch: String?
}
