"""The scorecard of `card.rs` in zen-engine.

Reads the folder's `cells.i64` (column after column, hundredths), `bands.i64` (from, full, start, max of each criterion) and
`grades.i64` (totals, best first); writes the grades of every form as `<form>.grades` (a byte each, only of the entrants that
were asked) and prints `form<TAB>nanoseconds`. The time is processor time, since other programs may run meanwhile; what is
asked is made ready before.
"""

import array
import pathlib
import sys
import time

import zen

folder, rows, rounds = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def numbers(name):
    return array.array("q", (folder / name).read_bytes())


def written(hundredths):
    """As people write it: 51, 51.4, 51.25."""
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


cells = numbers("cells.i64")
ends = numbers("bands.i64")
bands = [ends[at : at + 4] for at in range(0, len(ends), 4)]
grades = [written(total) for total in numbers("grades.i64")]


def entrant(row):
    return "{" + ", ".join(f'"v{at}": {written(cells[at * rows + row])}' for at in range(len(bands))) + "}"


def pieces(at, band):
    """Both ends of the line, and what is paid above it, on it and below."""
    from_, full, start, most = band
    line = f"(v{at} - {written(from_)}) * {written(most - start)} / {written(full - from_)}"
    paid = f"round({written(start)} + {line}, 2)" if start else f"round({line}, 2)"
    return written(full), written(from_), written(most), paid, "0"


def node(kind, name, content=None):
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content or {}}


def edge(source, target):
    return {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}


def total(points):
    return {"id": "total", "key": "total", "value": " + ".join(points)}


def grade(of):
    """How many grades are better."""
    better = "".join(f"{of} >= {least} ? {at} : " for at, least in enumerate(grades))
    return {"id": "grade", "key": "grade", "value": f"{better}{len(grades)}"}


def value(at, band):
    """The points of a criterion as one expression."""
    full, from_, above, on, below = pieces(at, band)
    return f"v{at} >= {full} ? {above} : v{at} >= {from_} ? {on} : {below}"


def one_node(expressions):
    card = node("expressionNode", "card", {"expressions": expressions})
    nodes = [node("inputNode", "in"), card, node("outputNode", "out")]
    return {"nodes": nodes, "edges": [edge("in", "card"), edge("card", "out")]}


def one_expression():
    """Everything in one expression node, every criterion by its name."""
    points = [{"id": f"c{at}", "key": f"c{at}", "value": value(at, band)} for at, band in enumerate(bands)]
    return one_node([*points, total(f"$.c{at}" for at in range(len(bands))), grade("$.total")])


def one_list():
    """The same with the points in one list without names."""
    points = ", ".join(value(at, band) for at, band in enumerate(bands))
    listed = {"id": "points", "key": "points", "value": f"[{points}]"}
    return one_node([listed, total(["sum($.points)"]), grade("$.total")])


def decision_tables():
    """A table for every criterion, and one for the grade."""
    nodes, edges = [node("inputNode", "in"), node("outputNode", "out")], []
    for at, band in enumerate(bands):
        full, from_, above, on, below = pieces(at, band)
        pays = {f">= {full}": above, f"[{from_}..{full})": on, f"< {from_}": below}
        nodes.append(table(f"t{at}", f"v{at}", f"c{at}", pays))
        edges += [edge("in", f"t{at}"), edge(f"t{at}", "sum")]
    summed = [total(f"c{at}" for at in range(len(bands)))]
    nodes.append(node("expressionNode", "sum", {"passThrough": True, "expressions": summed}))
    given = {f">= {least}": str(at) for at, least in enumerate(grades)} | {f"< {grades[-1]}": str(len(grades))}
    nodes.append(table("grading", "total", "grade", given, through=True))
    return {"nodes": nodes, "edges": [*edges, edge("sum", "grading"), edge("grading", "out")]}


def table(name, field, key, pays, through=False):
    """A decision table on one value."""
    content = {
        "hitPolicy": "first",
        "passThrough": through,
        "inputs": [{"id": "value", "name": field, "field": field}],
        "outputs": [{"id": "paid", "name": key, "field": key}],
        "rules": [{"_id": f"r{at}", "value": when, "paid": pay} for at, (when, pay) in enumerate(pays.items())],
    }
    return node("decisionTableNode", name, content)


def decision(graph):
    # Asked one by one: in a batch it takes more time on the processor.
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"card": graph}}})
    return lambda entrant: engine.evaluate("card", entrant)["result"]["grade"]


def no_decision():
    """Two compiled expressions without a decision: the points as a list, and the grade of their sum."""
    points = zen.compile_expression("[" + ", ".join(value(at, band) for at, band in enumerate(bands)) + "]")
    given = zen.compile_expression(grade("sum(points)")["value"])
    return lambda entrant: given.evaluate({"points": points.evaluate(entrant)})


def report(form, ask, asked):
    # As text, which zen-engine reads faster than a dictionary.
    entrants = [entrant(row) for row in range(asked)]
    shortest = None
    for _ in range(rounds):
        start = time.process_time_ns()
        given = [ask(entrant) for entrant in entrants]
        spent = time.process_time_ns() - start
        shortest = spent if shortest is None else min(shortest, spent)
    (folder / f"{form}.grades").write_bytes(bytes(map(int, given)))
    print(f"{form}\t{shortest}", flush=True)


many, few = min(rows, 100_000), min(rows, 2_000)
report("two compiled expressions", no_decision(), many)
report("one expression node, a list", decision(one_list()), many)
report("one expression node", decision(one_expression()), many)
report("20 decision tables", decision(decision_tables()), few)
