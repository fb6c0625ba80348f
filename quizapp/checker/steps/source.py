"""Facts about the learner's source: what must be used, and what must not."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from quizapp.checker.context import CheckContext
from quizapp.checker.failure import StepFailedError
from quizapp.checker.globs import glob
from quizapp.checker.matchers import compare
from quizapp.checker.syntax import Sight, SourceFile, read
from quizapp.checker.wording import clip, line, listed, wanted
from quizapp.domain.matcher import compile_pattern
from quizapp.domain.report import Found
from quizapp.domain.steps.source import CodePattern, CodeStep


def run_code(step: CodeStep, context: CheckContext) -> None:
    """Judge the learner's files as they were handed in."""
    judge_code(step, context.sources)


def judge_code(step: CodeStep, sources: Mapping[str, bytes]) -> None:
    """What must be there is in at least one of the files, what must never be there is in none."""
    files = [read(path, sources[path]) for path in matching(step.code, sources)]
    if not files:
        message = f"There is no file {step.code}." if "*" not in step.code else f"No file matches {step.code}."
        raise StepFailedError(
            message,
            expected=f"a file {step.code}",
            found=[Found(say=f"your files: {listed(sorted(sources), 8)}")],
        )
    for pattern in step.must:
        if not any(_sees(pattern, file) for file in files):
            raise _missing(pattern, step, files)
    for pattern in step.never:
        for file in files:
            if (seen := _sees(pattern, file)) is not None:
                raise _forbidden(pattern, file, seen)


def matching(pattern: str, sources: Mapping[str, bytes]) -> list[str]:
    """The files that a glob means; `**` stands for any folders, `*` for any name."""
    fits = glob(pattern)
    return sorted(path for path in sources if fits(path))


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


def _missing(pattern: CodePattern, step: CodeStep, files: list[SourceFile]) -> StepFailedError:
    where = step.code
    broken = next((file for file in files if file.error is not None), None)
    if broken is not None and broken.error is not None:
        spot = broken.code_line(broken.error.lineno or 1)
        return StepFailedError(
            f"{broken.path} cannot be read as Python.",
            expected=f"{_told(pattern)} in {where}",
            found=[Found(say=f"SyntaxError: {line(broken.error.msg)}", spot=spot)],
        )
    if step.say is not None:
        return StepFailedError(step.say)
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
