"""Facts about the learner's source, read from its syntax tree; names are resolved through imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from quizapp.checker.context import CheckContext
from quizapp.checker.failure import StepFailedError
from quizapp.checker.matchers import compare
from quizapp.checker.wording import clip, line, listed, wanted
from quizapp.domain.matcher import compile_pattern
from quizapp.domain.report import Found
from quizapp.domain.run import CodeLine
from quizapp.domain.step import CodePattern, CodeStep

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


def run_code(step: CodeStep, context: CheckContext) -> None:
    """What must be there is in at least one of the files, what must never be there is in none."""
    files = [read(path, context.sources[path]) for path in matching(step.code, context.sources)]
    if not files:
        message = f"There is no file {step.code}." if "*" not in step.code else f"No file matches {step.code}."
        raise StepFailedError(
            message,
            expected=f"a file {step.code}",
            found=[Found(say=f"your files: {listed(sorted(context.sources), 8)}")],
        )
    for pattern in step.must:
        if not any(_sees(pattern, file) for file in files):
            raise _missing(pattern, step.code, files)
    for pattern in step.never:
        for file in files:
            if (seen := _sees(pattern, file)) is not None:
                raise _forbidden(pattern, file, seen)


def matching(pattern: str, sources: Mapping[str, bytes]) -> list[str]:
    """The files that a glob means; `**` stands for any folders, `*` for any name."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    regex = "".join(wild.get(part, re.escape(part)) for part in parts)
    return sorted(path for path in sources if re.fullmatch(regex, path))


def read(path: str, content: bytes) -> SourceFile:
    """The file with what is seen in it; a file that Python cannot read shows nothing."""
    file = SourceFile(path, content[:MAX_SOURCE].decode("utf-8", errors="replace").replace("\r\n", "\n"))
    if path.endswith(".py"):
        try:
            tree = ast.parse(file.text)
            file.sights = list(_Reader(path).read(tree))
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

    def read(self, tree: ast.Module) -> Iterator[Sight]:
        for node in ast.walk(tree):
            self._learn(node)
        yield from self._walk(tree, ("", ""))

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
                if path is not None:
                    yield Sight("route", path, decorator.lineno, ("def", node.name))

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


def _sees(pattern: CodePattern, file: SourceFile) -> Sight | None:
    """The first place where the pattern holds; every part that it names must hold at once."""
    if "lines" in pattern.model_fields_set:
        count = _code_lines(file.text)
        return Sight("lines", str(count), 1) if not compare(pattern.lines, count) else None
    if pattern.text is not None:
        return _sees_text(pattern.text, file)
    for kind in ("call", "imports", "route"):
        asked = getattr(pattern, kind)
        if asked is None:
            continue
        for sight in file.sights:
            if sight.kind == kind and _fits(asked, sight) and pattern.inside in {None, sight.inside[0]}:
                return sight
    return None


def _fits(asked: str, sight: Sight) -> bool:
    if sight.kind == "route":
        return fnmatchcase(sight.name, asked.replace("/**", "*").replace("[", "[[]"))
    if fnmatchcase(sight.name, asked):
        return True
    return asked.startswith("*.") and fnmatchcase(f"?.{sight.name}", asked) if "." not in sight.name else False


def _sees_text(pattern: str, file: SourceFile) -> Sight | None:
    compiled = compile_pattern(pattern)
    for number, written in enumerate(file.text.splitlines(), 1):
        if compiled.isinstance_python(written):
            return Sight("text", written, number)
    return Sight("text", "", 1) if compiled.isinstance_python(file.text) else None


def _code_lines(text: str) -> int:
    return sum(bool(written.strip()) and not written.lstrip().startswith("#") for written in text.splitlines())


def _told(pattern: CodePattern) -> str:
    where = f" inside {pattern.inside}" if pattern.inside else ""
    if pattern.call is not None:
        return f"{pattern.call.removeprefix('*.')}(){where}"
    if pattern.imports is not None:
        return f"import of {pattern.imports}"
    if pattern.route is not None:
        return f"route {pattern.route}"
    if pattern.text is not None:
        return f"text that matches {pattern.text}"
    return f"{wanted(pattern.lines)} lines of code"


def _missing(pattern: CodePattern, where: str, files: list[SourceFile]) -> StepFailedError:
    broken = next((file for file in files if file.error is not None), None)
    if broken is not None and broken.error is not None:
        spot = broken.code_line(broken.error.lineno or 1)
        return StepFailedError(
            f"{broken.path} cannot be read as Python.",
            expected=f"{_told(pattern)} in {where}",
            found=[Found(say=f"SyntaxError: {line(broken.error.msg)}", spot=spot)],
        )
    if "lines" in pattern.model_fields_set:
        counts = ", ".join(f"{file.path}: {_code_lines(file.text)}" for file in files[:5])
        return StepFailedError(
            f"{where} does not have the number of lines that the task asks for.",
            got=f"lines of code in {counts}",
            expected=_told(pattern),
        )
    return StepFailedError(f"{_told(pattern)} is not used in {where}.", expected=f"{_told(pattern)} in {where}")


def _forbidden(pattern: CodePattern, file: SourceFile, seen: Sight) -> StepFailedError:
    where = f" in {seen.inside[1]}()" if seen.inside[1] else ""
    return StepFailedError(
        f"{_told(pattern)} must not be used in {file.path}.",
        expected=f"no {_told(pattern)}",
        found=[Found(say=f"{clip(line(seen.name), 80)}{where}", spot=file.code_line(seen.line, seen.inside[1]))],
    )
