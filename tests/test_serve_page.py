"""The examples of SERVE.md are what shells, systemd, Docker and our own command can read."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from visitkg.cli import cli

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SERVE.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LONGEST = 200

INSTRUCTIONS = {
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"),
    *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}
SECTIONS = {
    "Unit": {"After", "Description"},
    "Service": {
        *("DynamicUser", "ExecReload", "ExecStart", "Group", "MemoryMax", "NoNewPrivileges"),
        *("PrivateDevices", "PrivateTmp", "ProtectHome", "ProtectSystem", "Restart"),
        *("RestrictAddressFamilies", "RuntimeDirectory", "RuntimeDirectoryMode", "TasksMax"),
        *("TimeoutStopSec", "Type", "UMask"),
    },
    "Install": {"WantedBy"},
}
"""What systemd.unit(5), systemd.service(5) and systemd.exec(5) know of what a unit may say."""


def blocks(kind: str) -> list[str]:
    return [body for found, body in BLOCK.findall(PAGE) if found == kind]


def options_of_serve() -> set[str]:
    command = cli.get_command(click.Context(cli), "serve")
    assert command is not None
    return {name for each in command.params for name in each.opts if name.startswith("--")}


def test_the_page_is_short_and_has_a_block_of_each_kind() -> None:
    assert len(PAGE.splitlines()) < LONGEST
    kinds = [kind for kind, _ in BLOCK.findall(PAGE)]
    assert set(kinds) == {"apache", "bash", "dockerfile", "ini", "nginx", "yaml"}
    assert PAGE.count("```") == 2 * len(kinds)


@pytest.mark.parametrize("body", blocks("bash"))
def test_a_shell_can_parse_its_blocks(body: str) -> None:
    done = subprocess.run(
        ["/bin/bash", "-n"], input=body, capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")


def commands() -> list[list[str]]:
    """Return the arguments of each ``visitkg serve`` of the page, the container's included."""
    lines = [line for body in [*blocks("bash"), *blocks("ini")] for line in body.splitlines()]
    found = []
    for line in lines:
        words = shlex.split(line.removeprefix("ExecStart="), comments=True)
        names = [Path(word).name for word in words]
        if names[:2] == ["visitkg", "serve"]:
            found.append(words[2:])
    [entry] = re.findall(r"^ENTRYPOINT (.*)$", blocks("dockerfile")[0], re.MULTILINE)
    program, command, *arguments = json.loads(entry)
    assert (program, command) == ("visitkg", "serve")
    return [*found, arguments]


@pytest.mark.parametrize("arguments", commands(), ids=" ".join)
def test_the_command_takes_the_options_that_the_page_gives_it(arguments: list[str]) -> None:
    command = cli.get_command(click.Context(cli), "serve")
    assert command is not None
    # Without it, the command would remember another option for its help.
    parent = click.Context(cli, **cli.context_settings)
    assert command.make_context("serve", list(arguments), parent=parent).params


def test_every_option_that_is_named_is_one_of_the_command() -> None:
    assert len(commands()) >= 6
    outside = re.sub(r"^```(?:bash|dockerfile)\n.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", outside)) - {"--help"}
    assert named
    assert named - options_of_serve() == set()


def test_every_limit_is_told() -> None:
    limits = {name for name in options_of_serve() if name.startswith(("--most", "--running"))}
    limits |= {"--timeout", "--memory", "--waiting"}
    listed = set(re.findall(r"^\| `(--[a-z-]+)` \|", PAGE, re.MULTILINE))
    assert listed == limits


def unit_keys(unit: str) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    section = ""
    for line in unit.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            keys[section] = []
        elif line:
            keys[section].append(line.partition("=")[0])
    return keys


def test_the_unit_says_only_what_systemd_knows() -> None:
    [unit] = blocks("ini")
    keys = unit_keys(unit)
    assert list(keys) == list(SECTIONS)
    assert [key for name, found in keys.items() for key in found if key not in SECTIONS[name]] == []
    assert all(len(found) == len(set(found)) for found in keys.values())


def verify(unit: str, folder: Path) -> str:
    """Return what systemd has to say of a unit."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here to verify the unit")
    path = folder / "visitkg.service"
    path.write_text(unit, encoding="utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", str(path)], capture_output=True, check=False, text=True
    )
    return done.stderr


def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    [unit] = blocks("ini")
    there = unit.replace("/opt/visitkg/bin/visitkg", "/bin/true")
    assert there != unit
    assert "visitkg.service" not in verify(there, tmp_path)


def test_systemd_finds_the_fault_of_a_misspelt_unit(tmp_path: Path) -> None:
    [unit] = blocks("ini")
    there = unit.replace("/opt/visitkg/bin/visitkg", "/bin/true")
    assert "Restrt" in verify(there.replace("Restart=", "Restrt="), tmp_path)


def test_the_container_is_built_by_known_instructions() -> None:
    [text] = blocks("dockerfile")
    instructions = [line.partition(" ")[0] for line in text.splitlines()]
    assert instructions[0] == "FROM"
    assert set(instructions) <= INSTRUCTIONS
    for line in text.splitlines():
        arguments = line.partition(" [")[2]
        assert not arguments or json.loads(f"[{arguments}")


@pytest.mark.parametrize(("kind", "brackets"), [("nginx", "{}"), ("apache", "<>")])
def test_the_rules_of_proxies_close_what_they_open(kind: str, brackets: str) -> None:
    [text] = blocks(kind)
    assert text.count(brackets[0]) == text.count(brackets[1]) > 0
    if kind == "nginx":
        lines = [line.strip() for line in text.splitlines()]
        assert [line for line in lines if not line.endswith((";", "{", "}"))] == []


def test_the_scraping_is_yaml() -> None:
    [text] = blocks("yaml")
    [job] = yaml.safe_load(text)["scrape_configs"]
    assert job["metrics_path"].endswith("/metrics")
