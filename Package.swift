// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Every Swift target: warnings are errors, imports are internal unless said otherwise. Release builds leave out the hash by
/// which the compiler sees that nothing has changed: it is another one each time, and a build could not be made again.
let strict: [SwiftSetting] = [
    .unsafeFlags(["-Xfrontend", "-disable-incremental-llvm-codegen"], .when(configuration: .release)),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Unlocks the GNU and Linux parts of the `Glibc` module (pipe2, statx, renameat2, …).
let gnu: [CSetting] = [.define("_GNU_SOURCE")]

/// Which commit `--version` names; empty when built from an export.
let commit = Context.gitInformation.map { String($0.currentCommit.prefix(10)) } ?? ""

/// The installed Debian packages whose archives release builds have inside, `name version, …`. Whoever builds for others
/// calls SwiftPM with `--manifest-cache none`: it does not know that this, and the commit, depend on more than this file.
let libraries: String = {
    let names = ["libgit2-dev", "libhttp-parser-dev", "libmbedtls-dev", "libpcre2-dev", "libsqlite3-dev"]
    let wanted = Set(names + ["libtree-sitter-dev", "zlib1g-dev"])
    let database = (try? String(contentsOfFile: "/var/lib/dpkg/status", encoding: .utf8)) ?? ""
    let entries = database.components(separatedBy: "\n\n").map { $0.components(separatedBy: "\n") }
    let found = entries.compactMap { lines -> String? in
        let field = { (name: String) in lines.first { $0.hasPrefix(name + ": ") }?.dropFirst(name.count + 2) ?? "" }
        guard field("Status").hasSuffix(" installed") else { return nil }
        return wanted.contains(String(field("Package"))) ? "\(field("Package")) \(field("Version"))" : nil
    }
    return found.sorted().joined(separator: ", ")
}()

/// A program that must start in a millisecond and must not be broken by a missing library.
let staticExecutable = (
    swift: strict + [.unsafeFlags(["-Osize", "-static-stdlib"], .when(configuration: .release))],
    linker: [
        LinkerSetting.unsafeFlags(
            ["-static-executable", "-Xlinker", "-s", "-Xlinker", "--gc-sections"],
            .when(platforms: [.linux], configuration: .release))
    ]
)

/// A program that needs the C library alone, and that can open grammars while it runs.
let selfContained = (
    swift: strict + [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))],
    linker: [
        LinkerSetting.unsafeFlags(
            [
                "-L\(Context.packageDirectory)/scripts/support/linker", "-static-stdlib", "-Xclang-linker",
                "-static-libgcc", "-Xlinker", "--as-needed", "-Xlinker", "-s", "-Xlinker", "--gc-sections",
            ],
            .when(platforms: [.linux], configuration: .release))
    ]
)

/// Debian's C libraries: shared ones in debug builds, which link sooner; in release builds their archives, because a
/// program must run where the libraries are missing, or are another version.
func archives(_ names: [String], debug: [String] = []) -> [LinkerSetting] {
    debug.map { .linkedLibrary($0, .when(configuration: .debug)) }
        + names.map { .linkedLibrary(":lib\($0).a", .when(configuration: .release)) }
}

func room(_ name: String, _ dependencies: [Target.Dependency], linker: [LinkerSetting] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, cSettings: gnu, swiftSettings: strict, linkerSettings: linker)
}

/// The tests of a room, or, where `room` is false, of built programs.
func tests(_ name: String, _ dependencies: [Target.Dependency], room: Bool = true) -> Target {
    let tested: [Target.Dependency] = room ? [.init(stringLiteral: name)] : []
    return .testTarget(
        name: name + "Tests", dependencies: tested + ["TestSupport"] + dependencies, cSettings: gnu,
        swiftSettings: strict)
}

let package = Package(
    name: "parallel-cc",
    products: [
        .executable(name: "parallel-cc", targets: ["parallel-cc"]),
        .executable(name: "parallel-cc-heartbeat", targets: ["HeartbeatHook"]),
        .executable(name: "parallel-cc-run", targets: ["SessionRunner"]),
        .executable(name: "parallel-cc-sandbox", targets: ["parallel-cc-sandbox"]),
        .executable(name: "parallel-cc-runner", targets: ["TaskRunner"]),
    ],
    targets: [
        // Floor 0: system libraries.
        .systemLibrary(name: "CLibGit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "CLibGit2Offline",
            cSettings: [.define("PARALLEL_CC_LIBGIT2_ARCHIVE", .when(configuration: .release))]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "CSystem",
            cSettings: gnu + [
                .define("PARALLEL_CC_COMMIT", to: "\"\(commit)\""),
                .define("PARALLEL_CC_LIBRARIES", to: "\"\(libraries)\""),
            ]),
        .systemLibrary(name: "CTreeSitter", providers: [.apt(["libtree-sitter-dev"])]),

        // Floor 1.
        room("HookCore", ["CSystem"]),

        // Floor 2.
        room("Exec", ["CSystem", "HookCore"]),
        room("Files", ["CSystem", "HookCore"]),

        // Floor 3.
        room("CommandLineKit", []),
        room("GitProgram", ["Exec", "Files", "HookCore"]),
        room("HTTPClient", ["CCurl", "HookCore"], linker: [.linkedLibrary("curl")]),
        room("JSON", ["HookCore"]),
        // SQLite's archive wants mathematics, and an archive is searched for what stands before it.
        room("Store", ["CSQLite"], linker: archives(["sqlite3"], debug: ["sqlite3"]) + [.linkedLibrary("m")]),
        room("Tar", ["Files", "HookCore"]),
        room("Syntax", ["CTreeSitter"], linker: archives(["tree-sitter"], debug: [":libtree-sitter.a"])),

        // Floor 4.
        room(
            "GitKit", ["CLibGit2", "CLibGit2Offline", "CSystem", "Exec", "Files", "GitProgram", "HookCore"],
            linker: archives(["git2", "mbedcrypto", "http_parser", "pcre2-8", "z"], debug: ["git2"])),

        // Floor 5.
        room("ClaudeCode", ["Exec", "Files", "HookCore", "JSON"]),
        room("Coordinator", ["Exec", "Files", "GitKit", "GitProgram", "HookCore", "JSON", "Store"]),
        room("ModelProxy", ["Exec", "Files", "HTTPClient", "HookCore", "JSON"]),

        room("TaskProtocol", ["HookCore"]),

        // Floor 6.
        room("Integration", ["Coordinator", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "Store", "Syntax"]),

        room(
            "Sandbox",
            [
                "ClaudeCode", "Coordinator", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "JSON", "Store",
                "TaskProtocol",
            ]
        ),
        room("Backends", ["DockerBackend", "HTTPClient", "HookCore", "Sandbox"]),
        room("DockerBackend", ["Files", "HTTPClient", "HookCore", "JSON", "Sandbox", "Tar"]),

        // Floor 7.
        room("MCPServer", ["Coordinator", "HookCore", "Integration", "JSON"]),
        room(
            "Wiring",
            ["ClaudeCode", "CommandLineKit", "Coordinator", "Exec", "Files", "HookCore", "Integration", "JSON"]),

        // Floor 8: programs.
        .executableTarget(
            name: "HeartbeatHook", dependencies: ["CSQLite", "HookCore", "Store"], cSettings: gnu,
            swiftSettings: staticExecutable.swift, linkerSettings: staticExecutable.linker),
        .executableTarget(
            name: "SessionRunner", dependencies: ["CSystem", "HookCore"], cSettings: gnu,
            swiftSettings: staticExecutable.swift, linkerSettings: staticExecutable.linker),
        .executableTarget(
            name: "parallel-cc-sandbox",
            dependencies: [
                "Backends", "CommandLineKit", "Coordinator", "Exec", "Files", "GitProgram", "HookCore", "Integration",
                "ModelProxy", "Sandbox", "TaskProtocol", "Wiring",
            ],
            cSettings: gnu, swiftSettings: selfContained.swift, linkerSettings: selfContained.linker),
        .executableTarget(
            name: "TaskRunner",
            dependencies: [
                "ClaudeCode", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "JSON", "TaskProtocol",
            ],
            cSettings: gnu, swiftSettings: selfContained.swift, linkerSettings: selfContained.linker),
        .executableTarget(
            name: "parallel-cc",
            dependencies: [
                "ClaudeCode", "CommandLineKit", "Coordinator", "Exec", "Files", "HookCore", "Integration", "JSON",
                "MCPServer", "Wiring",
            ],
            cSettings: gnu, swiftSettings: selfContained.swift, linkerSettings: selfContained.linker),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Exec", "JSON"], path: "Tests/TestSupport", cSettings: gnu,
            swiftSettings: strict),
        .executableTarget(
            name: "CrashVictim",
            dependencies: ["Coordinator", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "Integration"],
            path: "Tests/CrashVictim",
            cSettings: gnu, swiftSettings: strict),
        .target(
            name: "CoordinatorFixtures",
            dependencies: [
                "Coordinator", "CrashVictim", "Exec", "GitKit", "HookCore", "Store", "TestSupport",
            ],
            path: "Tests/CoordinatorFixtures", cSettings: gnu, swiftSettings: strict),
        tests("ClaudeCode", ["Exec", "Files", "HookCore", "JSON"]),
        tests("Command", ["ClaudeCode", "CSQLite", "Exec", "Files", "HookCore", "JSON", "Store"], room: false),
        tests("CommandLineKit", []),
        tests(
            "Coordinator",
            ["CSQLite", "CoordinatorFixtures", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "Store"]),
        .target(
            name: "BackendConformance",
            dependencies: ["Files", "HTTPClient", "HookCore", "Sandbox", "Tar", "TestSupport"],
            path: "Tests/BackendConformance", cSettings: gnu, swiftSettings: strict),
        tests(
            "DockerBackend",
            ["BackendConformance", "Exec", "Files", "HTTPClient", "HookCore", "JSON", "Sandbox", "Tar"]),
        tests("Exec", ["HookCore"]),
        tests("Files", ["HookCore"]),
        tests("GitKit", ["Exec", "Files", "GitProgram", "HookCore"]),
        tests("HeartbeatHook", ["HookCore"]),
        tests("HookCore", []),
        tests("HTTPClient", ["Exec", "HookCore"]),
        tests(
            "Integration",
            [
                "Coordinator", "CoordinatorFixtures", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "Store",
                "Syntax",
            ]),
        tests("JSON", ["HookCore"]),
        tests("ModelProxy", ["Exec", "Files", "HTTPClient", "HookCore", "JSON"]),
        tests("Runner", ["CSystem", "HeartbeatHook", "HookCore", "SessionRunner"], room: false),
        tests(
            "Sandbox",
            [
                "BackendConformance", "Backends", "Coordinator", "CoordinatorFixtures", "Exec", "Files", "HookCore",
                "JSON", "Store", "TaskProtocol",
            ]),
        tests("Store", ["CSQLite"]),
        tests("Syntax", []),
        tests("Tar", ["Exec", "Files", "HookCore"]),
        tests("TaskProtocol", ["HookCore"]),
        tests("TaskRunner", ["ClaudeCode", "Exec", "Files", "GitKit", "GitProgram", "HookCore", "TaskProtocol"]),
    ],
    swiftLanguageModes: [.v6]
)
