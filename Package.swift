// swift-tools-version: 6.2

import PackageDescription

/// Every target is built alike: language mode 6, strict memory safety, warnings as errors.
let manners: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A module of the server, with the modules that it may import.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: manners)
}

/// The tests of one module; `exclude` names what is no source there.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: manners)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")

let package = Package(
    name: "sandali",
    products: [
        .executable(name: "sandalid", targets: ["sandalid"]),
        .executable(name: "sandali", targets: ["sandali"]),
        .library(name: "SandaliKit", targets: ["SandaliKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // The pure core.
        module("Wire"),
        module("Rooms"),
        module("IRC", ["Wire", "Rooms"]),
        module("Engine", ["IRC", "Wire", "Rooms", collections]),

        // What touches the world.
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "openssl",
            providers: [.apt(["libssl-dev", "pkg-config"])]),
        .target(name: "CEpoll"),
        module("Secrets", ["COpenSSL"]),
        module("Store", ["Rooms", "Secrets", grdb, sqlite]),
        module("TLS", ["COpenSSL"]),
        module("Transport", ["Wire", "Rooms", "IRC", "TLS", "CEpoll"]),
        .executableTarget(
            name: "sandalid",
            dependencies: [
                "Engine", "IRC", "Rooms", "Wire", "Secrets", "Store", "TLS", "Transport",
                arguments, configuration, logging, yams,
            ],
            swiftSettings: manners),

        // The clients.
        module("SandaliKit", ["Wire", "TLS"], path: "clients/SandaliKit"),
        .executableTarget(
            name: "sandali", dependencies: ["SandaliKit", "Wire", arguments],
            path: "clients/terminal", swiftSettings: manners),

        // The tests, one folder a module.
        tests("WireTests", ["Wire"]),
        tests("RoomsTests", ["Rooms", "Wire"]),
        tests("IRCTests", ["IRC", "Wire", "Rooms"]),
        tests("EngineTests", ["Engine", "IRC", "Wire", "Rooms"], exclude: ["Transcripts"]),
        tests("SecretsTests", ["Secrets"]),
        tests("StoreTests", ["Store", "Secrets", "Rooms", "logwriter", grdb, sqlite]),
        tests("TLSTests", ["TLS", "COpenSSL"]),
        tests("TransportTests", ["Transport", "TLS", "Wire", "IRC", "Rooms"]),
        tests("KitTests", ["SandaliKit", "sandali", "TLS", "Wire"]),
        tests("SandalidTests", ["sandalid", grdb]),
        tests(
            "EndToEndTests",
            ["sandalid", "SandaliKit", "Store", "Secrets", "Rooms", "Wire", grdb, sqlite]),
        tests("TidyTests", []),

        // A process that writes a log, for tests to kill and to starve.
        .executableTarget(
            name: "logwriter", dependencies: ["Store", "Rooms"], path: "Tests/Tools/logwriter",
            swiftSettings: manners),

        // What the steps of a message's way cost, and how often they ask for memory.
        .target(name: "CAllocations", path: "Benchmarks/allocations"),
        .executableTarget(
            name: "sandali-micro",
            dependencies: [
                "Engine", "IRC", "Rooms", "Wire", "Secrets", "Store", "TLS", "CAllocations",
            ],
            path: "Benchmarks/micro", swiftSettings: manners),
    ]
)
