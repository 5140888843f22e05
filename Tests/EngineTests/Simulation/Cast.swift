import IRC
import Rooms

/// The people of the evenings.
enum Cast {
    static let accounts: [(name: String, roles: Roles)] = [
        ("gulnora", .administrator), ("zarina", .facilitator), ("lola", .worker),
        ("rustam", .worker), ("mavluda", .parent), ("nigina", .parent), ("sitora", .parent),
        ("parvina", .parent),
    ]
    /// Who has no account yet, and may be given a code.
    static let newcomers = ["behruz", "shahlo", "umeda"]
    static let supportRooms = [
        "#tue-circle", "#quiet", "&mavluda", "&nigina", "#new1", "#new2", "&sitora",
    ]
    static let openRooms = ["#cafe", "#quiet", "#bazaar"]
    static let openNames = ["anna", "boris", "clara", "dilya", "emil", "mavluda"]

    static let support: [SimulatedClient] = {
        let devices = accounts.map(\.name) + ["mavluda", "zarina"] + newcomers
        return devices.enumerated().map { number, name in
            SimulatedClient(account: name, number: number, nick: name)
        }
    }()

    static let open: [SimulatedClient] = openNames.enumerated().map { number, name in
        SimulatedClient(account: number < 5 ? nil : name, number: number, nick: name)
    }

    /// What a password's verifier is here.
    static func verifier(_ name: String) -> [UInt8] { Array("is \(name)-secret".utf8) }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func add(_ name: String, _ roles: Roles) -> Errand {
        .addAccount(name: bytes(name), roles: roles, verifier: verifier(name))
    }

    private static func enrol(_ room: String, _ name: String) -> Errand {
        .enrol(room: bytes(room), account: bytes(name), standing: [])
    }

    static let openErrands = [add("mavluda", .parent)]

    static let errands: [Errand] =
        accounts.map { add($0.name, $0.roles) } + [
            .makeRoom(
                name: bytes("#tue-circle"), title: bytes("Tuesday"), leader: bytes("zarina")),
            .makeRoom(name: bytes("#quiet"), title: [], leader: bytes("lola")),
            enrol("#tue-circle", "mavluda"), enrol("#tue-circle", "nigina"),
            enrol("#tue-circle", "sitora"), enrol("#quiet", "sitora"),
            .openCase(parent: bytes("mavluda"), worker: bytes("lola")),
        ]
}
