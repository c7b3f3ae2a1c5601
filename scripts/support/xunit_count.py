"""Names the failed and skipped tests of an xunit file of `swift test`, then "N passed, N failed, N skipped"."""
import sys
import xml.etree.ElementTree as tree

counts = {"passed": 0, "failed": 0, "skipped": 0}
for case in tree.parse(sys.argv[1]).iter("testcase"):
    failure, skip = case.find("failure"), case.find("skipped")
    verdict = "failed" if failure is not None else "skipped" if skip is not None else "passed"
    counts[verdict] += 1
    name = f"{case.get('classname')}/{case.get('name')}"
    if failure is not None:
        print(f"FAIL {name}: {failure.get('message')}")
    elif skip is not None:
        print(f"skip {name}: {skip.text or 'no reason given'}")
print(", ".join(f"{number} {verdict}" for verdict, number in counts.items()))
