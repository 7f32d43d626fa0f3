"""What a link of an entry leads to: the paper, its code, its project page or something else."""

import re
from enum import Enum
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from llmpapers.identifiers import parse_arxiv
from llmpapers.importers.venue_words import is_known


class Role(Enum):
    """What a link leads to."""

    PAPER = "paper"
    CODE = "code"
    PROJECT = "project"
    OTHER = "other"
    NOWHERE = "nowhere"
    """A place on the same page, a badge, a history of stars: nothing about the paper."""
    UNKNOWN = "unknown"
    """The label may be a title, and the address tells nothing."""


_PAPER_WORDS = frozenset(
    """paper papers pdf arxiv abs abstract html link links doi openreview preprint publication url
    acm ieee springer pub report
    fulltext article acl anthology cvf here read elsevier sciencedirect usenix dblp pmlr journal
    proceedings proceeding conference
    manuscript eprint biorxiv arvix nature version arix document original camera ready latest
    published official extended 论文
    paperlink researchgate semantic scholar open access""".split()
)
_CODE_WORDS = frozenset(
    """code codes github repo repository implementation source pytorch tensorflow jax official
    keras git gitlab mindspore stars star
    codebase reimplementation unofficial author torch tf matlab julia paddle caffe theano mxnet
    chainer rust python lua library
    implementations repos cuda gitee 代码 implement""".split()
)
_PROJECT_WORDS = frozenset("project page website homepage web webpage site home projectpage projects 主页 项目".split())
_OTHER_WORDS = frozenset(
    """slides slide video videos talk blog poster dataset datasets data model models demo demos
    bibtex bib bibliography supp supplementary
    supplement appendix colab twitter tweet media review reviews notes note summary cite citation
    citations youtube presentation
    huggingface hf hugging face weights checkpoint checkpoints docs doc documentation tutorial post
    news leaderboard benchmark
    discussion explained reddit wechat zhihu medium 知乎 recording podcast interview
    playground space spaces notebook kaggle
    press results material materials suppl thread x 博客 bilibili comment comments app store
    twitter/x modelscope collection
    scholar reading 视频 解读 introduction annotation annotations ppt api try it""".split()
)
_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "gitee.com",
    "code.google.com",
    "git.io",
    "anonymous.4open.science",
)
_PAPER_HOSTS = re.compile(
    r"(?:^|\.)(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|openreview\.net|doi\.org|acm\.org|aclanthology\.org|aclweb\.org|usenix\.org|ieee\.org|"
    r"thecvf\.com|mlr\.press|neurips\.cc|nips\.cc|mlsys\.org|icml\.cc|iclr\.cc|jmlr\.org|aaai\.org|ijcai\.org|springer\.com|sciencedirect\.com|"
    r"nature\.com|science\.org|sciencemag\.org|mdpi\.com|wiley\.com|oup\.com|isca-speech\.org|roboticsproceedings\.org|bmva-archive\.org\.uk|"
    r"biorxiv\.org|medrxiv\.org|techrxiv\.org|ssrn\.com|hal\.science|semanticscholar\.org|vldb\.org|cidrdb\.org|ndss-symposium\.org|"
    r"computer\.org|auai\.org|ecva\.net|bmvc\d*\.org|proceedings\.com|tandfonline\.com|sagepub\.com|cambridge\.org|jair\.org|pnas\.org|"
    r"dblp\.org|eurographics\.org|osf\.io|researchgate\.net|mitpress\.mit\.edu|direct\.mit\.edu|iacr\.org|frontiersin\.org|plos\.org|"
    r"aps\.org|iop\.org|siam\.org|annualreviews\.org|elsevier\.com|hindawi\.com|worldscientific\.com|emerald\.com|scholar\.archive\.org|"
    r"ismir\.net|zenodo\.org|distill\.pub|transformer-circuits\.pub|paperswithcode\.com|rss\d*\.org|sigcomm\.org|eurosys\.org|jstor\.org|"
    r"preprints\.org|cell\.com|royalsocietypublishing\.org|cvpr\.org|graphicsinterface\.org|acs\.org|dagstuhl\.de)$"
)
_OTHER_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube\.com|youtu\.be|twitter\.com|x\.com|medium\.com|zhihu\.com|reddit\.com|bilibili\.com|slideshare\.net|slideslive\.com|"
    r"huggingface\.co|kaggle\.com|linkedin\.com|facebook\.com|wikipedia\.org|colab\.research\.google\.com|docs\.google\.com|drive\.google\.com|"
    r"vimeo\.com|discord\.(?:gg|com)|substack\.com|towardsdatascience\.com|pypi\.org|modelscope\.cn|amazon\.com|coursera\.org|juejin\.cn|csdn\.net|mp\.weixin\.qq\.com)$"
)
_NOWHERE_HOSTS = re.compile(
    r"(?:^|\.)(?:shields\.io|star-history\.com|awesome\.re|badge\.fury\.io|visitor-badge\.\w+|hits\.\w+\.com|contrib\.rocks)$"
)


def host_of(href: str) -> str:
    """Give the host of an address in lower case, without ``www.``; empty where there is none."""
    try:
        return (urlsplit(href.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def words_of(label: str) -> list[str]:
    """Split a label into its words in lower case, symbols left out."""
    return re.findall(r"[^\W_]+", label.casefold())


def is_nowhere(href: str) -> bool:
    """Tell whether an address leads to no other page that says anything of a paper."""
    return (
        not href.strip()
        or href.startswith(("#", "mailto:", "javascript:"))
        or bool(_NOWHERE_HOSTS.search(host_of(href)))
    )


@lru_cache(maxsize=50_000)
def role_of_label(label: str) -> Role | None:
    """Read a link's role off its label, or None if the label is no such word."""
    words = [word for word in words_of(label) if not word.isdigit()]
    if not words or len(words) > 4:
        return None
    roles = (
        (_OTHER_WORDS, Role.OTHER, {"official", "source", "paper", "project"}),
        (_CODE_WORDS, Role.CODE, {"link", "here", "page", "version", "paper"}),
        (_PROJECT_WORDS, Role.PROJECT, {"link", "here", "paper", "official"}),
        (_PAPER_WORDS, Role.PAPER, {"page", "website", "supp", "supplementary", "appendix", "v1", "v2", "v3"}),
    )
    for known, role, beside in roles:
        own = [word for word in words if word in known and word not in beside]
        if own and all(
            word in known or word in beside or word in {"the", "and", "in", "of", "on", "for", "a"} for word in words
        ):
            return role
    if words in (["official"], ["author"]):
        return Role.CODE
    return None


def is_paper_address(href: str) -> bool:
    """Tell whether an address is that of a paper, by its host or because it ends in ``.pdf``."""
    if parse_arxiv(href) or _PAPER_HOSTS.search(host_of(href)):
        return True
    path = href.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].lower()
    return path.endswith((".pdf", ".ps", ".ps.gz")) or "arxiv.org" in host_of(href)


def is_code_address(href: str) -> bool:
    """Tell whether an address is that of a source repository."""
    host = host_of(href)
    return host in _CODE_HOSTS and not href.split("?", maxsplit=1)[0].lower().endswith(".pdf")


def role_of(label: str, href: str, before: str = "") -> Role:
    """Decide what a link leads to.

    Args:
        label: what a reader clicks on; may be empty.
        href: the address.
        before: the words before the link, such as "Code:".
    """
    if is_nowhere(href):
        return Role.NOWHERE
    label_role = role_of_label(label)
    if (
        words_of(label) in (["link"], ["here"], ["url"], ["links"], ["html"], ["github", "io"])
        or not words_of(label)
        or label.startswith("http")
    ):
        label_role = role_of_label(before) or None
    if label_role is Role.PAPER and is_code_address(href) and words_of(label) not in (["paper"], ["pdf"]):
        return Role.CODE
    if label_role:
        return Role.CODE if label_role is Role.PROJECT and is_code_address(href) else label_role
    if is_paper_address(href):
        return Role.PAPER
    if is_code_address(href):
        return Role.CODE
    if _OTHER_HOSTS.search(host_of(href)):
        return Role.OTHER
    if is_known(label):
        return Role.PAPER
    return Role.PROJECT if host_of(href).endswith(".github.io") and not label else Role.UNKNOWN


def badge_text(src: str) -> str | None:
    """Read what a badge shows, off its address.

    Address format: https://shields.io/badges/static-badge

    Returns:
        Label and message, or None if the image is no badge with a text.
    """
    if "shields.io" not in host_of(src):
        return None
    path = urlsplit(src).path
    if not (found := re.match(r"/badge/(.+)", path)):
        return None
    text = unquote(found[1]).removesuffix(".svg").replace("--", "\0").replace("__", "\1")
    parts = text.split("-")
    shown = parts[:-1] if len(parts) > 1 else parts
    return " ".join(shown).replace("_", " ").replace("\0", "-").replace("\1", "_").strip()


def repository_of_badge(src: str) -> str | None:
    """Give the repository whose stars a badge counts."""
    if "shields.io" in host_of(src) and (
        found := re.match(r"/github/(?:stars|forks|last-commit)/([\w.-]+)/([\w.-]+?)(?:\.svg)?/?$", urlsplit(src).path)
    ):
        return f"https://github.com/{found[1]}/{found[2]}"
    return None
