import CoordinatorFixtures
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

@Suite("Merge plan")
struct MergePlanTests {
    /// Orders every graph of four to six branches, and counts how many have to be reworked.
    @Test("no order needs fewer branches reworked", arguments: [4, 5, 6])
    func best(_ count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        for _ in 0..<60 {
            var edges: Set<[Int]> = []
            for one in 0..<count {
                for other in 0..<one where Int.random(in: 0..<3, using: &random) == 0 { edges.insert([other, one]) }
            }
            let bad = Int.random(in: 0..<(count * 2), using: &random)
            let meets = { (one: Int, other: Int) in edges.contains([min(one, other), max(one, other)]) }
            let reworked = { (order: [Int]) in
                order.indices.count { place in
                    order[place] == bad || order[..<place].contains { meets($0, order[place]) }
                }
            }
            let planner = MergePlanner(count: count, meets: meets, meetsTarget: { $0 == bad }, cost: { _ in 0 })
            let order = planner.order()
            #expect(order.sorted() == Array(0..<count))
            #expect(reworked(order) == permutations(Array(0..<count)).map(reworked).min())
        }
    }

    private func permutations(_ items: [Int]) -> [[Int]] {
        if items.isEmpty { return [[]] }
        return items.indices.flatMap { place in
            permutations(Array(items[..<place] + items[(place + 1)...])).map { [items[place]] + $0 }
        }
    }

    @Test("many branches are ordered too, none left out")
    func many() {
        let planner = MergePlanner(
            count: 40, meets: { ($0 + $1).isMultiple(of: 3) }, meetsTarget: { $0 == 7 }, cost: { $0 })
        #expect(planner.order().sorted() == Array(0..<40))
    }

    @Test("the one that stands in the way of the others comes last; who has nothing to give is left out")
    func planned() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "a\n", "b": "b\n"], message: "files")
        try fixture.start(1)
        let paths = try (2...5).map { try fixture.start($0).session.worktreePath }
        try Files.write(paths[0] + "/a", "one\n")
        try Files.write(paths[0] + "/b", "one\n")
        try Files.write(paths[1] + "/a", "two\n")
        try Files.write(paths[2] + "/b", "three\n")
        let plan = try Radar(fixture.command()).plan(RadarRequest(directory: fixture.root))
        #expect(Set(plan.steps.prefix(2).map(\.node.id)) == [paths[1], paths[2]])
        #expect(plan.steps.last?.node.id == paths[0])
        #expect(plan.steps.count == 3)
        #expect(plan.cleanCount == 2)
        #expect(plan.steps.last?.conflicts.flatMap(\.files).map(\.text).sorted() == ["a", "b"])
    }

    @Test("what lies uncommitted where the target is checked out stands in the way, too")
    func uncommittedTarget() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "a\n", "b": "b\n"], message: "files")
        try fixture.start(1)
        let paths = try (2...3).map { try fixture.start($0).session.worktreePath }
        try Files.write(fixture.root + "/a", "main's\n")
        try Files.write(paths[0] + "/a", "one\n")
        try Files.write(paths[1] + "/b", "two\n")
        let plan = try Radar(fixture.command()).plan(RadarRequest(directory: fixture.root))
        #expect(plan.steps.map(\.node.id) == [paths[1], paths[0]])
        #expect(plan.cleanCount == 1)
        #expect(plan.steps.last?.conflicts.map(\.with.id) == [fixture.root])
    }
}
