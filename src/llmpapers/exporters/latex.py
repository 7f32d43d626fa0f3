"""Text as LaTeX in plain ASCII: nothing of it is a command, and accents survive where only ASCII is read.

What LaTeX has no command for, such as Han letters, stays as it is; current BibTeX programs read UTF-8.
"""

import re
import unicodedata

# Braces keep a command together, and keep BibTeX styles from changing what is in it.
_SPECIAL = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}", "`": r"{\textasciigrave}",
}  # fmt: skip
_LETTERS = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "dj", "Đ": "DJ", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "å": "aa", "Å": "AA", "þ": "th", "Þ": "TH", "ð": "dh", "Ð": "DH", "ı": "i", "ȷ": "j", "ŋ": "ng", "Ŋ": "NG",
    "¿": "textquestiondown", "¡": "textexclamdown", "§": "S", "¶": "P", "£": "pounds", "€": "texteuro",
    "©": "textcopyright", "®": "textregistered", "™": "texttrademark", "°": "textdegree", "•": "textbullet",
    "…": "ldots", "«": "guillemotleft", "»": "guillemotright", "‹": "guilsinglleft", "›": "guilsinglright",
    "„": "quotedblbase", "‚": "quotesinglbase", "†": "textdagger", "‡": "textdaggerdbl",
}  # fmt: skip
_SIGNS = {
    "–": "--", "—": "---", "“": "``", "”": "''", "‘": "{`}", "’": "'", "\u00a0": "~", "‐": "-", "‑": "-",
}  # fmt: skip
_FORMULAS = {
    "×": r"\times", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "·": r"\cdot", "−": "-", "∞": r"\infty", "≤": r"\leq",
    "≥": r"\geq", "≈": r"\approx", "≠": r"\neq", "≡": r"\equiv", "∼": r"\sim", "∝": r"\propto", "∈": r"\in",
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∂": r"\partial", "∇": r"\nabla", "√": r"\surd", "→": r"\rightarrow",
    "←": r"\leftarrow", "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "↑": r"\uparrow", "↓": r"\downarrow",
    "∪": r"\cup", "∩": r"\cap", "⊂": r"\subset", "⊆": r"\subseteq", "⊗": r"\otimes", "⊕": r"\oplus", "∀": r"\forall",
    "∃": r"\exists", "ℓ": r"\ell", "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}", "µ": r"\mu",
} | {
    letter: rf"\{name}"
    for letter, name in {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon", "ζ": "zeta",
        "η": "eta", "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
        "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "varsigma", "τ": "tau", "υ": "upsilon", "φ": "varphi",
        "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
        "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    }.items()
} | {
    letter: f"{mark}{{{plain}}}" if len(plain) > 1 else f"{mark}{plain}"
    for mark, row in (("^", "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-ⁿnⁱi"), ("_", "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-"))
    for letter, plain in zip(row[::2], row[1::2], strict=True)
}  # fmt: skip
# Commands of one sign take a letter without braces: \'e; those of a letter need them: \v{c}.
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u0309": "h", "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u030f": "G", "\u0323": "d",
    "\u0326": "textcommabelow", "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_HORN = "\u031b"
_HORNED = {"o": r"\ohorn", "O": r"\OHORN", "u": r"\uhorn", "U": r"\UHORN"}


# LaTeX makes one sign of two of these. What keeps them apart stands in for itself as a character that no entry holds.
_LIGATURES = re.compile("-(?=-)|'(?=')")
_APART = "\u2060"
# Letters, digits and signs that stand for themselves, as in most titles and names.
_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;()?!/@+*=\"\[\]]*(?:[-'][A-Za-z0-9 ,.:;()?!/@+*=\"\[\]]+)*[-']?")


class _Commands(dict[int, str | int]):
    """Characters and what stands for them, worked out when first met."""

    def __missing__(self, code: int) -> str | int:
        self[code] = found = _command(chr(code)) or code
        return found


def _command(letter: str) -> str | None:
    """Give what stands for a character; None for one that stands for itself."""
    if letter == _APART:
        return "{}"
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if letter in _LETTERS:
        return f"{{\\{_LETTERS[letter]}}}"
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter in _FORMULAS:
        return f"{{${_FORMULAS[letter]}$}}"
    accented = None if letter.isascii() else _accented(letter)
    return f"{{{accented}}}" if accented else None


def _accented(letter: str) -> str | None:
    """Write a letter with its accents, the innermost first: circumflex, then tilde."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if not marks or not (base.isascii() and base.isalpha()):
        return None
    if _HORN in marks and base in _HORNED:
        marks.remove(_HORN)
        base = _HORNED[base]
    if not all(mark in _ACCENTS for mark in marks):
        return None
    written = base
    for number, mark in enumerate(marks):
        command = _ACCENTS[mark]
        # Above an accent, i and j lose their dots.
        if number == 0 and base in {"i", "j"} and unicodedata.combining(mark) == 230:
            written = rf"\{base}"
        is_sign = not command.isalpha()
        written = rf"\{command}{written}" if is_sign and (len(written) == 1 or number == 0) else (
            rf"\{command}{{{written}}}"
        )  # fmt: skip
    return written


_COMMANDS = _Commands()


def is_plain(text: str) -> bool:
    """Tell whether a text stands for itself in LaTeX, whole and in its parts."""
    return _PLAIN.fullmatch(text) is not None


def escape(text: str) -> str:
    """Write text so that LaTeX prints it as it is: no character is a command to it, nor ends a BibTeX field."""
    if is_plain(text):
        return text
    if "--" in text or "''" in text:
        text = _LIGATURES.sub(rf"\g<0>{_APART}", text)
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).translate(_COMMANDS)
