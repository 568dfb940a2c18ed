"""The command line of scripts/messages."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from catalogs.collecting import collect
from catalogs.judging import complaints, name
from catalogs.places import catalog_files
from catalogs.storing import compile_to_mo, read, write

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "terefere"


def main() -> None:
    arguments = parse_arguments()
    if arguments.check:
        sys.exit("\n".join(check(arguments.package)) or None)
    if arguments.compile:
        compile_all(arguments.package)
    else:
        update(arguments.package)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Without an option: bring the catalogs up to date with the texts in the code."
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="only list what is not translated well")
    action.add_argument("--compile", action="store_true", help="write the .mo files that the program reads")
    parser.add_argument("package", nargs="?", type=Path, default=PACKAGE, help="where code and catalogs are")
    return parser.parse_args()


def update(package: Path) -> None:
    for file in catalog_files(package):
        catalog = read(file)
        catalog.update(collect(package, file.domain))
        write(file, catalog)
        print(f"{file}: {len(catalog)} texts")
        for dropped in catalog.obsolete.values():
            print(f"{file}: dropped {name(dropped)}")


def check(package: Path) -> Iterator[str]:
    for file in catalog_files(package):
        for complaint in complaints(read(file), collect(package, file.domain)):
            yield f"{file}: {complaint}"


def compile_all(package: Path) -> None:
    for file in catalog_files(package):
        if file.po.exists():
            compile_to_mo(file)
