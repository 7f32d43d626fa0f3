"""An invented catalog of any size, the same for the same numbers: papers, topics, venues, as plain data."""

import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

TOPICS = {
    "compression": ("Compression", ("low-rank", "pruning", "distillation", "sketching")),
    "memory": ("Memory", ("paging", "caching", "offloading")),
    "scheduling": ("Scheduling", ("batching", "placement", "admission")),
    "numerics": ("Numerics", ("quantization", "mixed-precision", "rounding")),
    "routing": ("Routing", ("experts", "early-exit")),
    "training": ("Training", ("optimizers", "checkpointing", "data-order")),
    "search": ("Search", ("indexes", "ranking")),
    "storage": ("Storage", ("formats", "layouts")),
    "networks": ("Networks", ("collectives", "congestion")),
    "hardware": ("Hardware", ("accelerators", "energy")),
    "evaluation": ("Evaluation", ()),
    "surveys": ("Surveys", ()),
}
"""Topics by id, each with its title and the ids of those below it."""

VENUES = (
    ("arxiv", "arXiv", "arXiv preprint server", "preprint"),
    *(
        (f"conf-{n}", f"ICX{n}", f"International Conference on Examples, Series {n}", "conference")
        for n in range(1, 19)
    ),
    *((f"journal-{n}", f"TOX{n}", f"Transactions on Examples, Series {n}", "journal") for n in range(1, 6)),
    *((f"workshop-{n}", f"WEX{n}", f"Workshop on Examples, Series {n}", "workshop") for n in range(1, 4)),
)
"""Id, name, full name and kind of every venue."""

FIRST_YEAR, LAST_DAY = 2015, datetime.date(2026, 6, 30)

_GIVEN = (
    "Ada Ben Cleo Dan Eva Finn Gus Hana Ida Jon Kit Lea Max Nia Ola Pia Quinn Ravi Sana Tom Uma Vera Wen Xia Yuki Zoë "
    "Çelik Björn André Łucja Mei Nguyên"
).split()
_FAMILY_HEADS = (
    "Aber Berg Clay Dorn Elm Frost Glen Holm Iver Jung Kern Lund Moor Nord Oak Pell Quill Rust Sten Tarn".split()
)
_FAMILY_MIDDLES = "a e i o u ar el in on ul".split()
_FAMILY_TAILS = "beck dahl feld gard holt land mann mark rup sen son stad strom thal vik wick".split()
_NAME_HEADS = "Ac Bel Cor Dra Ek Flo Gra Hel Ion Ka Lum Mor Nex Or Pra Qui Ros Syn Tel Ul Ver Wes Xen Yar Zet".split()
_NAME_TAILS = "Cache Flow Former Graph KV Lane LM Loom MoE Net Quant Route Sched Serve Shard Sketch Stack Tune".split()
_QUALITIES = (
    "Adaptive Amortized Asymmetric Balanced Bounded Calibrated Coarse Compact Deferred Delayed Disaggregated "
    "Elastic Exact Fault-Tolerant Fine-Grained Frugal Gradual Greedy Hierarchical Incremental Interleaved Lazy Lean "
    "Lossless Modular Near-Optimal Online Overlapped Parallel Predictable Progressive Robust Scalable Selective Sparse "
    "Speculative Stable Staged Structured Tiered Topology-Aware Unbiased Universal Verified"
).split()
_METHODS = (
    "Attention Batching Caching Checkpointing Clustering Compilation Compression Decoding Distillation Encoding "
    "Eviction Factorization Filtering Fusion Gating Hashing Indexing Initialization Layout Merging Normalization "
    "Offloading Packing Paging Parsing Partitioning Placement Prefetching Profiling Projection Pruning Quantization "
    "Ranking Recomputation Replication Rounding Routing Sampling Scheduling Sharding Sketching Streaming Tokenization"
).split()
_SUBJECTS = (
    "Dialog Systems|Edge Devices|Embedding Tables|Expert Models|Federated Learners|Graph Models|Heterogeneous Clusters|"
    "Language Models|Long Contexts|Low-Memory Machines|Mobile Phones|Multi-Tenant Servers|Preemptible Machines|"
    "Protein Models|Recommenders|Retrieval|Sequence Models|Shared Accelerators|Small Batches|Speech Recognizers|"
    "Tabular Data|Time Series|Tool Users|Translation|Unreliable Networks|Vision Encoders|Wide Layers"
).split("|")
_LIMITS = (
    "a Fixed Budget|Bursty Load|Changing Data|Deadlines|Drift|Few Labels|Heavy Tails|Hidden Costs|Limited Bandwidth|"
    "Memory Pressure|Noise|Node Failures|Partial Knowledge|Power Limits|Privacy|Skew|Strict Latency|Tight Memory"
).split("|")
_PROBLEMS = (
    "Most of the time goes into moving weights that few requests need",
    "Existing schedulers treat every request alike, although their lengths differ by orders of magnitude",
    "Rounding each layer by itself ignores how errors add up along the network",
    "Caches grow with the context and soon crowd out the batch",
    "Large models are trained once but adapted thousands of times, each time at full cost",
    "Prior work prunes by magnitude, which says little about what a weight does",
    "Experts are chosen token by token, so their loads drift apart",
    "Checkpoints stall training whenever storage is busy",
)
_IDEAS = (
    "keeps a small exact part and approximates the rest by a low-rank term",
    "orders the work by its predicted end and revises the prediction as it runs",
    "moves the decision from each layer to the whole block and solves it in closed form",
    "shares one compressed copy among all tasks and stores only the differences",
    "overlaps transfer with computation by splitting both at the same boundaries",
    "learns a cheap score during training and uses it unchanged afterwards",
    "replaces a global barrier by pairwise agreement between neighbors",
    "groups what is used together and moves it as one piece",
)
_RESULTS = (
    "Throughput rises by {0} % at the same quality on {1} public models.",
    "On {1} tasks it needs {0} % less memory and loses nothing that could be measured.",
    "It is within {0} % of the uncompressed model while running on {1} cheaper machines.",
    "Compared with {1} baselines, the slowest hundredth of requests ends {0} % earlier.",
)


@dataclass(frozen=True, slots=True)
class InventedPaper:
    """One paper, with the fields that an entry has."""

    id: str
    title: str
    short_name: str
    authors: list[str]
    venue: str
    year: int
    arxiv: str
    code: str | None
    topics: list[str]
    summary: str
    added: str
    builds_on: list[str] = field(default_factory=list)

    def fields(self) -> dict[str, object]:
        """Give the fields that are there, in the order of an entry."""
        code = [self.code] if self.code else []
        every = {
            "title": self.title, "short_name": self.short_name, "authors": self.authors, "venue": self.venue,
            "year": self.year, "arxiv": self.arxiv, "code": code, "topics": self.topics, "summary": self.summary,
            "builds_on": self.builds_on, "added": self.added,
        }  # fmt: skip
        return {name: value for name, value in every.items() if value}


def topic_paths() -> list[str]:
    """List the paths of all topics, those above before those below."""
    return [path for top, (_, below) in TOPICS.items() for path in (top, *(f"{top}/{child}" for child in below))]


def invented_papers(count: int, seed: int) -> Iterator[InventedPaper]:
    """Invent so many papers; the first ones are the same for every count."""
    chance = random.Random(seed)
    paths = topic_paths()
    # Few papers of large fields and many of small ones, as in real catalogs.
    weights = [1 / (rank + 2) for rank in range(len(paths))]
    numbers: dict[str, int] = {}
    earlier: list[tuple[str, int]] = []
    for number in range(count):
        paper = _paper(chance, number, paths, weights, numbers, earlier)
        earlier.append((paper.id, paper.year))
        yield paper


def _paper(
    chance: random.Random, number: int, paths: list[str], weights: list[float], numbers: dict[str, int],
    earlier: list[tuple[str, int]],
) -> InventedPaper:  # fmt: skip
    year, month = chance.randint(FIRST_YEAR, LAST_DAY.year - 2), chance.randint(1, 12)
    arxiv = _arxiv(year, month, numbers)
    venue = chance.choice(VENUES)[1] if chance.random() < 0.7 else "arXiv"
    published = year if venue == "arXiv" else year + (month > 6)
    name = f"{chance.choice(_NAME_HEADS)}{chance.choice(_FAMILY_MIDDLES)}{chance.choice(_NAME_TAILS)}"
    topics = _topics(chance.choices(paths, weights, k=chance.choice((1, 1, 2, 2, 3))))
    added = datetime.date(published + 1, 1, 1) + datetime.timedelta(days=chance.randrange(150))
    id_ = f"{name.lower()}-{number}"
    older = (chance.choice(earlier) for _ in range(chance.choice((0, 0, 1, 1, 2))) if earlier)
    return InventedPaper(
        id=id_,
        title=_title(chance, name),
        short_name=name,
        authors=_authors(chance, number),
        venue=venue,
        year=published,
        arxiv=arxiv,
        code=f"https://github.com/example-{number % 997}/{id_}" if chance.random() < 0.6 else None,
        topics=topics,
        summary=_summary(chance, name),
        added=added.isoformat(),
        builds_on=list(dict.fromkeys(other for other, when in older if when <= published)),
    )


def _topics(chosen: list[str]) -> list[str]:
    """Leave out what repeats, and what a topic below implies."""
    return [one for one in dict.fromkeys(chosen) if not any(other.startswith(f"{one}/") for other in chosen)]


def _arxiv(year: int, month: int, numbers: dict[str, int]) -> str:
    """Give the next free identifier of a month."""
    prefix = f"{year % 100:02}{month:02}"
    numbers[prefix] = numbers.get(prefix, 0) + 1
    return f"{prefix}.{numbers[prefix]:05}"


def _title(chance: random.Random, name: str) -> str:
    quality, other = chance.sample(_QUALITIES, 2)
    method, second = chance.sample(_METHODS, 2)
    subject, limit = chance.choice(_SUBJECTS), chance.choice(_LIMITS)
    pattern = chance.choice(
        (
            "{name}: {quality} {method} and {other} {second} for {subject} under {limit}",
            "{name}: {quality} {method} for {subject} with {other} {second}",
            "{quality} {method} Meets {other} {second} in {subject}",
            "Towards {quality} {method} for {subject} under {limit} by {other} {second}",
        )
    )
    words = {"name": name, "quality": quality, "other": other, "method": method, "second": second}
    return pattern.format(**words, subject=subject, limit=limit)


def _authors(chance: random.Random, number: int) -> list[str]:
    """Draw authors out of a field that grows, in which some write much and most write little."""
    field_size = 400 + number // 2
    found = []
    for _ in range(chance.choice((1, 2, 3, 3, 4, 4, 5, 6, 8))):
        person = int(field_size * chance.random() ** 1.5)
        given = _GIVEN[person % len(_GIVEN)]
        head = _FAMILY_HEADS[person // 7 % len(_FAMILY_HEADS)]
        middle = _FAMILY_MIDDLES[person // 53 % len(_FAMILY_MIDDLES)]
        found.append(f"{given} {head}{middle}{_FAMILY_TAILS[person // 11 % len(_FAMILY_TAILS)]}")
    return list(dict.fromkeys(found))


def _summary(chance: random.Random, name: str) -> str:
    result = chance.choice(_RESULTS).format(chance.randint(5, 90), chance.randint(2, 30))
    told = [f"{chance.choice(_PROBLEMS)}.", f"{name} {chance.choice(_IDEAS)}.", result]
    return " ".join(told if chance.random() < 0.7 else told[1:])


def entry_yaml(paper: InventedPaper) -> str:
    """Write a paper as its entry, in the form that entries have."""
    lines: list[str] = []
    for name, value in paper.fields().items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {item}" for item in value)]
        elif name == "summary":
            lines += ["summary: >-", *_folded(str(value))]
        elif name in {"title", "arxiv"}:
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
        else:
            lines.append(f"{name}: {value}")
    return "\n".join(lines) + "\n"


def _folded(text: str, width: int = 96) -> Iterator[str]:
    """Break a text into indented lines; `textwrap` would take most of the time that writing a catalog takes."""
    start = 0
    while len(text) - start > width:
        end = text.rindex(" ", start, start + width)
        yield f"  {text[start:end]}"
        start = end + 1
    yield f"  {text[start:]}"
