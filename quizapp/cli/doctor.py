"""`quizapp doctor`: is everything here that quizapp needs, and how well is the learner's code contained?"""

from __future__ import annotations

import click

MARKS = {"ok": "✓", "note": "!", "broken": "✗"}


@click.command(short_help="Look whether everything is in order here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def doctor(*, as_json: bool) -> int:
    """Look at Python, folders, packs, progress and the sandbox, and say what to do about what is not in order."""
    import asyncio

    from quizapp.cli.examination import examine

    findings = asyncio.run(examine())
    if as_json:
        import json

        click.echo(json.dumps([finding.model_dump() for finding in findings], indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.state]} {finding.subject:<10} {finding.say}")
            if finding.do:
                click.echo(f"  {'':<10} {finding.do}")
    return 1 if any(finding.state == "broken" for finding in findings) else 0
