/// A queue of commits to look at. The youngest comes first; among equally old ones, the one that was pushed first.
struct CommitQueue {
    private struct Entry {
        let time: Int64
        let order: Int
        let commit: Int32

        func isBefore(_ other: Entry) -> Bool { time != other.time ? time > other.time : order < other.order }
    }

    private var heap: [Entry] = []
    private var pushed = 0

    var isEmpty: Bool { heap.isEmpty }

    mutating func push(_ commit: Int32, time: Int64) {
        heap.append(Entry(time: time, order: pushed, commit: commit))
        pushed += 1
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> Int32? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first.commit }
        heap[0] = last
        var parent = 0
        while true {
            var next = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[next]) {
                next = child
            }
            if next == parent { return first.commit }
            heap.swapAt(parent, next)
            parent = next
        }
    }
}
