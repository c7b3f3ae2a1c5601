// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: warnings are errors, imports are internal unless said otherwise.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Unlocks the GNU and Linux parts of the `Glibc` module (pipe2, statx, renameat2, …).
let gnu: [CSetting] = [.define("_GNU_SOURCE")]

/// Which commit `--version` names; empty when built from an export.
let commit = Context.gitInformation.map { String($0.currentCommit.prefix(10)) } ?? ""

/// A program that must start in a millisecond and must not be broken by a missing library.
let staticExecutable = (
    swift: strict + [.unsafeFlags(["-Osize", "-static-stdlib"], .when(configuration: .release))],
    linker: [
        LinkerSetting.unsafeFlags(
            ["-static-executable", "-Xlinker", "-s", "-Xlinker", "--gc-sections"],
            .when(platforms: [.linux], configuration: .release))
    ]
)

/// A program with the Swift library inside and Debian's C libraries outside.
let staticSwift = (
    swift: strict + [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))],
    linker: [
        LinkerSetting.unsafeFlags(
            ["-static-stdlib", "-Xlinker", "-s", "-Xlinker", "--gc-sections"],
            .when(platforms: [.linux], configuration: .release))
    ]
)

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, cSettings: gnu, swiftSettings: strict)
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
    ],
    targets: [
        // Floor 0: system libraries.
        .systemLibrary(name: "CLibGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CSystem", cSettings: gnu + [.define("PARALLEL_CC_COMMIT", to: "\"\(commit)\"")]),
        .systemLibrary(name: "CTreeSitter", providers: [.apt(["libtree-sitter-dev"])]),

        // Floor 1.
        room("Exec", ["CSystem", "HookCore"]),
        room("HookCore", ["CSystem"]),

        // Floor 2.
        room("CommandLineKit", []),
        room("GitKit", ["CLibGit2", "CSystem", "Exec", "HookCore"]),
        room("Store", ["CSQLite"]),
        room("Syntax", ["CTreeSitter"]),

        // Floor 3.
        room("ClaudeCode", ["Exec", "HookCore"]),
        room("Coordinator", ["Exec", "GitKit", "HookCore", "Store", "Syntax"]),

        // Floor 4.
        room("MCPServer", ["ClaudeCode", "Coordinator", "HookCore"]),

        // Floor 5: programs.
        .executableTarget(
            name: "HeartbeatHook", dependencies: ["CSQLite", "HookCore", "Store"], cSettings: gnu,
            swiftSettings: staticExecutable.swift, linkerSettings: staticExecutable.linker),
        .executableTarget(
            name: "SessionRunner", dependencies: ["CSystem", "HookCore"], cSettings: gnu,
            swiftSettings: staticExecutable.swift, linkerSettings: staticExecutable.linker),
        .executableTarget(
            name: "parallel-cc",
            dependencies: ["ClaudeCode", "CommandLineKit", "Coordinator", "Exec", "HookCore", "MCPServer"],
            cSettings: gnu, swiftSettings: staticSwift.swift, linkerSettings: staticSwift.linker),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Exec"], path: "Tests/TestSupport", cSettings: gnu,
            swiftSettings: strict),
        .executableTarget(
            name: "CrashVictim", dependencies: ["Coordinator", "Exec", "GitKit", "HookCore"], path: "Tests/CrashVictim",
            cSettings: gnu, swiftSettings: strict),
        tests("ClaudeCode", ["Exec", "HookCore"]),
        tests("Command", ["ClaudeCode", "CSQLite", "Exec", "HookCore", "Store"], room: false),
        tests("CommandLineKit", []),
        tests("Coordinator", ["CSQLite", "CrashVictim", "Exec", "GitKit", "HookCore", "Store"]),
        tests("Exec", ["HookCore"]),
        tests("GitKit", ["Exec", "HookCore"]),
        tests("HookCore", []),
        tests("Runner", ["CSystem", "HeartbeatHook", "HookCore", "SessionRunner"], room: false),
        tests("Store", ["CSQLite"]),
        tests("Syntax", []),
    ],
    swiftLanguageModes: [.v6]
)
