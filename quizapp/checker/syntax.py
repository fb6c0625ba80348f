"""What stands in the learner's source: calls, imports and routes, read from the syntax tree; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizapp.checker.wording import clip
from quizapp.domain.run import CodeLine
from quizapp.domain.syntax import tree

_HTTP_DECORATORS = frozenset(
    ["get", "post", "put", "patch", "delete", "options", "head", "trace", "api_route", "route", "websocket"]
)
MAX_SOURCE = 512 * 1024


@dataclass(frozen=True)
class Sight:
    """Something seen in a file: a call, an import, a route."""

    kind: str
    name: str
    line: int
    inside: tuple[str, str] = ("", "")
    """The nearest function or class: its kind and its name."""
    method: str = ""
    """Of a route: `GET`, or what else the decorator is called."""


@dataclass
class SourceFile:
    """One file of the learner's, read once."""

    path: str
    text: str
    sights: list[Sight] = field(default_factory=list)
    error: SyntaxError | None = None

    def code_line(self, number: int, function: str = "") -> CodeLine:
        """A line to show."""
        lines = self.text.splitlines()
        code = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        return CodeLine(file=self.path, line=number, function=function, code=clip(code, 200))


def read(path: str, content: bytes) -> SourceFile:
    """The file with what is seen in it; a file that Python cannot read shows nothing."""
    file = SourceFile(path, content[:MAX_SOURCE].decode("utf-8", errors="replace").replace("\r\n", "\n"))
    if path.endswith(".py"):
        try:
            file.sights = list(_Reader(path).read(tree(file.text)))
        except SyntaxError as error:
            file.error = error
        except (ValueError, RecursionError, MemoryError):
            file.error = SyntaxError("it cannot be read", (path, 1, 0, ""))
    return file


class _Reader:
    """Walks one syntax tree."""

    def __init__(self, path: str) -> None:
        package = path.removesuffix(".py").split("/")
        self._package = package[:-1]
        self._names: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}

    def read(self, module: ast.Module) -> Iterator[Sight]:
        for node in ast.walk(module):
            self._learn(node)
        yield from self._walk(module, ("", ""))

    def _learn(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                self._names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._names[alias.asname or alias.name] = f"{self._module(node)}.{alias.name}"
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            prefix = next((keyword.value for keyword in node.value.keywords if keyword.arg == "prefix"), None)
            if isinstance(prefix, ast.Constant) and isinstance(prefix.value, str):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
                self._prefixes.update(dict.fromkeys(names, prefix.value))

    def _module(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        base = self._package[: len(self._package) - node.level + 1]
        return ".".join([*base, *([node.module] if node.module else [])])

    def _walk(self, node: ast.AST, inside: tuple[str, str]) -> Iterator[Sight]:
        for child in ast.iter_child_nodes(node):
            around = inside
            match child:
                case ast.AsyncFunctionDef(name=name):
                    around = ("async def", name)
                case ast.FunctionDef(name=name):
                    around = ("def", name)
                case ast.Lambda():
                    around = ("def", "lambda")
                case ast.ClassDef(name=name):
                    around = ("class", name)
            yield from self._see(child, inside)
            yield from self._walk(child, around)

    def _see(self, node: ast.AST, inside: tuple[str, str]) -> Iterator[Sight]:
        if isinstance(node, ast.Import):
            yield from (Sight("imports", alias.name, node.lineno, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = self._module(node)
            yield Sight("imports", module, node.lineno, inside)
            yield from (Sight("imports", f"{module}.{alias.name}", node.lineno, inside) for alias in node.names)
        elif isinstance(node, ast.Call):
            name = self._dotted(node.func)
            if name:
                yield Sight("call", name, node.lineno, inside)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                path = self._route(decorator)
                if path is not None and isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
                    method = decorator.func.attr.upper()
                    yield Sight("route", path, decorator.lineno, ("def", node.name), method)

    def _dotted(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._names.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            base = self._dotted(node.value)
            return f"{base or '?'}.{node.attr}"
        return ""

    def _route(self, decorator: ast.expr) -> str | None:
        if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
            return None
        if decorator.func.attr not in _HTTP_DECORATORS:
            return None
        named = [keyword.value for keyword in decorator.keywords if keyword.arg == "path"]
        path = next(iter([*decorator.args[:1], *named]), None)
        if not (isinstance(path, ast.Constant) and isinstance(path.value, str)):
            return None
        owner = decorator.func.value
        prefix = self._prefixes.get(owner.id, "") if isinstance(owner, ast.Name) else ""
        return prefix + path.value
