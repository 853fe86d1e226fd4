"""The rules of a loaded grammar as small trees, and the ways through them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lark import Lark, Tree


class NotRegular(Exception):  # noqa: N818 - it never leaves the parser: such a rule is read token by token
    """A rule that is not regular, or that no reader of regular lines asks for."""


# A rule as a tree of tuples: ("t", name), ("seq", nodes), ("alt", nodes), ("rep", node, least, most or None), and
# ("sum", node) for a rule that begins with a parenthesis: it is read as one text, and calculated after.

Node = tuple[Any, ...]


class Rules:
    """The rules of a loaded grammar."""

    def __init__(self, lark: "Lark") -> None:
        """Take the rules as Lark has read them."""
        self._trees = {name: tree for name, _, tree, _ in lark.grammar.rule_defs}
        self._open: list[str] = []

    def rule(self, name: str) -> Node:
        """Return a rule with all others put in. Raises NotRegular where it contains itself."""
        if name in self._open or name not in self._trees:
            raise NotRegular(name)
        self._open.append(name)
        try:
            node = self._node(self._trees[name])
        finally:
            self._open.pop()
        return ("sum", node) if flat(node)[:1] == (("t", "LPAR"),) else node

    def _node(self, tree: "Tree[object]") -> Node:
        children: list[object] = tree.children
        if tree.data == "expansions":
            return self._alternatives(children)
        if tree.data == "expansion":
            return ("seq", tuple([self._node(child) for child in children]))  # type: ignore[arg-type]
        if tree.data == "value":
            (symbol,) = children
            if not hasattr(symbol, "is_term"):  # a text in the rule itself
                raise NotRegular(symbol)
            if not symbol.is_term:
                return self.rule(symbol.name)  # type: ignore[attr-defined]
            return ("t", symbol.name)  # type: ignore[attr-defined]
        if tree.data == "expr" and len(children) == 2:  # noqa: PLR2004 - what repeats, and how often
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[str(children[1])]
            return ("rep", self._node(children[0]), least, most)  # type: ignore[arg-type]
        raise NotRegular(tree.data)

    def _alternatives(self, children: list[object]) -> Node:
        """Leave out what is not regular: the others are."""
        found: list[Node] = []
        for child in children:
            try:
                node = self._node(child)  # type: ignore[arg-type]
            except NotRegular:
                continue
            found.extend(node[1] if node[0] == "alt" else [node])
        if not found:
            raise NotRegular
        return found[0] if len(found) == 1 else ("alt", tuple(found))


def flat(node: Node) -> tuple[Node, ...]:
    """Return a node as a sequence without sequences in it."""
    if node[0] != "seq":
        return (node,)
    return tuple([inner for child in node[1] for inner in flat(child)])


def paths(nodes: "Sequence[Node]") -> "Iterator[tuple[Node, ...]]":
    """Give each way through a sequence up to its line end, with the alternatives on it taken one at a time."""
    for index, node in enumerate(nodes):
        if node[0] == "alt" and (has_line_end(node) or not keyword(nodes[:index])):
            for choice in node[1]:
                yield from paths((*nodes[:index], *flat(choice), *nodes[index + 1 :]))
            return
    yield tuple(nodes)


def ways(nodes: "Sequence[Node]") -> "Iterator[Sequence[Node]]":
    """Give each way into a sequence, with the alternatives at its beginning taken one at a time."""
    if nodes and nodes[0][0] == "alt":
        for choice in nodes[0][1]:
            yield from ways((*flat(choice), *nodes[1:]))
    else:
        yield nodes


def has_line_end(node: Node) -> bool:
    """Tell whether a line ends within a node."""
    if node[0] == "t":
        return bool(node[1] == "_EOL")
    return any(map(has_line_end, node[1] if node[0] in {"seq", "alt"} else node[1:2]))


def keyword(nodes: "Sequence[Node]") -> str:
    """Return the terminal that names a kind of line: the first one that must come, dates aside; else nothing."""
    for node in nodes:
        if node[0] == "t" and node[1] != "DATE":
            return str(node[1])
        if node[0] != "rep" and node != ("t", "DATE"):
            break
    return ""
