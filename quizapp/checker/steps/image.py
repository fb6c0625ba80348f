"""Facts about the image that a Dockerfile describes."""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.checker.context import CheckContext
from quizapp.checker.failure import StepFailedError
from quizapp.checker.image.build import Image, describe
from quizapp.checker.image.dockerfile import BuildError
from quizapp.checker.matchers import compare
from quizapp.checker.telling import tell
from quizapp.checker.values import fill, fill_text
from quizapp.checker.wording import clip, line, listed, shown
from quizapp.domain.report import Found
from quizapp.domain.run import CodeLine
from quizapp.domain.steps.source import ImageStep

MAX_TEXT = 16 * 1024
"""Bytes of a Dockerfile, or of a .dockerignore."""


def run_image(step: ImageStep, context: CheckContext) -> None:
    """Compare what the image would be with what is asked of it."""
    extra = {path: fill_text(text, context.names).encode() for path, text in step.files.items()}
    facts = image_of(step.image, {**context.sources, **extra}).facts
    mismatches = compare(fill(step.expect, context.names), facts, "image")
    if mismatches:
        place = mismatches[0].path.removeprefix("image.").partition(".")[0].partition("[")[0]
        raise StepFailedError(
            step.say,
            got=f"{place}: {clip(shown(facts[place]), 400)}" if place in facts else clip(shown(facts), 400),
            expected="\n".join(tell(each).expected.removeprefix("image.") for each in mismatches[:4]),
        )


def image_of(path: str, sources: Mapping[str, bytes]) -> Image:
    """The image that a Dockerfile describes; StepFailedError where Docker would refuse to build it."""
    if path not in sources:
        found = [Found(say=f"your files: {listed(sorted(sources), 8)}")]
        raise StepFailedError(f"There is no file {path}.", expected=f"a file {path}", found=found)
    ignored = sources.get(f"{path}.dockerignore", sources.get(".dockerignore", b""))
    if max(len(sources[path]), len(ignored)) > MAX_TEXT:
        raise StepFailedError(
            f"{path} or its .dockerignore is too long to be read.", expected=f"{MAX_TEXT} bytes at most"
        )
    text, ignore = (content.decode("utf-8", errors="replace") for content in (sources[path], ignored))
    try:
        return describe(text, sources, ignore)
    except BuildError as error:
        written = text.splitlines()[error.line - 1 : error.line]
        spot = CodeLine(file=path, line=error.line, code=clip(line(written[0].strip()), 200) if written else "")
        found = [Found(say=line(str(error)), spot=spot)]
        message = "This image cannot be built, or its container not started."
        raise StepFailedError(message, expected="an image", found=found) from error


def served_by(path: str, sources: Mapping[str, bytes]) -> tuple[str, dict[str, bytes], dict[str, str]]:
    """The app that the image's command serves, the files that it finds, and the image's variables."""
    image = image_of(path, sources)
    if image.server is None or ":" not in image.server.app:
        message = "It cannot be told which app the image's command serves."
        raise StepFailedError(message, expected="a command such as uvicorn package.module:app")
    module = image.server.app.partition(":")[0].replace(".", "/")
    if not {f"{module}.py", f"{module}/__init__.py"} & image.sources.keys():
        raise StepFailedError(
            f"The command serves {image.server.app}, and where it is started there is no {module}.py.",
            got=f"files there: {listed(sorted(image.sources), 8) or 'none'}",
            expected=f"{module}.py below {image.stage.workdir}",
        )
    hidden = {"PATH", "HOME", "PYTHONPATH"}
    env = {name: value for name, value in image.stage.env.items() if name not in hidden}
    return image.server.app, image.sources, env
