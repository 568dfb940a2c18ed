"""The fonts that documents are set in: all of them come with the program, none from the machine.

So a document looks the same wherever it is made, and every letter in it is embedded. To add a script, add its
package to the dependencies and a row here. All are under the SIL Open Font License 1.1.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple


class Font(NamedTuple):
    family: str
    package: str
    file: str


# A letter is taken from the first font that has it. The large one is last: it is read only when it must be.
FONTS: Final = (
    Font("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    Font("Noto Sans Arabic", "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    Font("Heebo", "fontpkg_heebo", "files/Heebo[wght].ttf"),
    Font("Noto Sans Thai", "fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    Font("Noto Emoji", "terefere.transcripts", "typefaces/NotoEmoji-Regular.ttf"),
    Font("Noto Sans CJK JP", "noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
)


def path_of(font: Font) -> Path:
    return Path(str(files(font.package))) / font.file
