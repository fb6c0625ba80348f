"""Addresses that are more than that."""
# ruff: noqa: D103 - the makers' names say what they make

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import EXECUTED, hostile
from tests.hostile.git import address


@hostile("begin with a hyphen")
def an_option(root: Path) -> str:
    return f"--upload-pack=touch {root / EXECUTED}"


@hostile("names a program")
def a_git_helper(root: Path) -> str:
    return f"git+ext::sh -c touch% {root / EXECUTED}"


@hostile("names a program")
def a_bare_git_helper(root: Path) -> str:
    return f"ext::sh -c touch% {root / EXECUTED}"


@hostile("no ssh address")
def an_ssh_option(root: Path) -> str:
    return f"ssh://-oProxyCommand=touch%20{EXECUTED}/x.git"


@hostile("no branch, tag or commit")
def an_option_as_ref(root: Path) -> str:
    return f"{address(root)}@--upload-pack=touch"


@hostile("leads out")
def a_subfolder_that_leads_out(root: Path) -> str:
    return f"{address(root)}#../../etc"


@hostile("not fetched by")
def a_ftp_address(root: Path) -> str:
    return "ftp://example.com/pack.zip"


@hostile("by https, not by http")
def a_http_address(root: Path) -> str:
    return "http://example.com/pack.zip"


@hostile("does not belong in an address")
def a_password_in_an_address(root: Path) -> str:
    return "https://me:secret@example.com/pack.zip"
