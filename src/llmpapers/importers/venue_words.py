"""Names by which lists call the venues of computing, and what else in a list names no title."""

import re
from functools import lru_cache

from llmpapers.identifiers import fold

# Names and abbreviations are facts; what a catalog adds to them stands in its venues.yaml.
_ABBREVIATIONS = """
NeurIPS NIPS ICML ICLR AAAI IJCAI AISTATS UAI COLT ALT ACML ECML PKDD ECML-PKDD ECML/PKDD CoLLAs COLM MIDL MLHC CHIL
CPAL LoG SaTML SoLaR TMLR JMLR JAIR DMLR PMLR MLJ AIJ AutoML AutoML-Conf IJCNN ESANN ICONIP ICANN ICPR PAKDD ECAI PRICAI
AAMAS JAAMAS ICAPS KR CogSci CLeaR ACL EMNLP NAACL EACL AACL COLING LREC LREC-COLING CoNLL TACL IJCNLP AACL-IJCNLP
ACL-IJCNLP EMNLP-IJCNLP HLT NAACL-HLT SIGDIAL INLG WMT SemEval BlackboxNLP BioNLP RANLP NLPCC CCL IWSLT SustaiNLP
RepL4NLP ENLSP CVPR ICCV ECCV BMVC WACV ACCV ICIP TPAMI PAMI IJCV TIP TMM TCSVT CVIU 3DV ICME MICCAI TMI MedIA ISBI
FG IVC PRCV ACM-MM ACMMM MM MMSys MMM ICMR ICMI TOMM CVPRW ICCVW ECCVW WACVW SIGGRAPH SIGGRAPH-Asia TOG TVCG
Eurographics EG CGF EGSR HPG SCA PG I3D VIS EuroVis PacificVis CHI UIST CSCW IUI UbiComp IMWUT PACM-HCI MobileHCI
DIS TOCHI HRI TEI ASSETS VR ISMAR KDD SIGKDD WWW TheWebConf WebConf SIGIR WSDM CIKM ICDM RecSys ECIR TOIS TKDE TKDD
TIST SDM DASFAA ICTIR CHIIR TREC JCDL ISWC ESWC ICWSM UMAP ASONAM DSAA SIGSPATIAL SIGMOD PODS VLDB PVLDB ICDE EDBT ICDT
CIDR TODS VLDBJ PACMMOD DaMoN DEEM SSDBM MDM OSDI SOSP ATC NSDI EuroSys FAST HotOS HotCloud HotStorage HotNets HotInfra
HotChips HCS HotI HOTI SoCC Middleware APSys SYSTOR MLSys SysML EuroMLSys SIGMETRICS ICDCS CCGrid CLUSTER IC2E
Mobicom MobiCom MobiSys SenSys IPSN SECON INFOCOM SIGCOMM CoNEXT IMC ICNP ICNP PODC DISC DSN SRDS EWSN MASS TMC TON ToN
JSAC ICC GLOBECOM WCNC VTC PIMRC APNet APNET ANRW NAIC HotMobile TOCS TOS TACO TPDS TC TCAD TCC TSC TDSC TIFS
ISCA MICRO ASPLOS HPCA DAC ICCAD DATE ASP-DAC ASPDAC FPGA FCCM FPL FPT ISPASS IISWC PACT CGO CC PPoPP PPOPP SPAA SC ICS
HPDC IPDPS ICPP Euro-Par EuroPar HiPC ISC PLDI POPL OOPSLA ICFP ECOOP CAV TACAS VMCAI SAS FM ESOP LCTES ISMM MAPL
MAPS ISSCC VLSI VLSIC ISLPED ICCD GLSVLSI ISCAS AICAS TCAS TCAS-I TCAS-II JSSC JETCAS TVLSI CAL MLArchSys MLCAD CICC
ESSCIRC CODES+ISSS CASES EMSOFT RTSS RTAS ECRTS TECS ICSE FSE ESEC/FSE ESEC-FSE ASE ISSTA MSR ICSME SANER ICPC TSE TOSEM
EMSE ICST RE OOPSLA CCS S&P SP NDSS RAID ACSAC PETS PoPETs EuroS&P AsiaCCS ASIACCS CRYPTO EUROCRYPT ASIACRYPT
TCC PKC CHES TCHES FC ESORICS WiSec SOUPS USENIX CSF FOCS STOC SODA ICALP ITCS ESA STACS FSTTCS APPROX SoCG EC WINE
FAccT FAT* AIES EAAMO L4DC CoRL RSS ICRA IROS RA-L RAL T-RO TRO IJRR Humanoids CASE ISER WAFR CDC
ACC TAC ITSC IV T-ITS TITS
TIV AURO ICASSP INTERSPEECH Interspeech SLT ASRU ISMIR TASLP TSP SPL WASPAA DCASE ICSLP Odyssey DAFx
EUSIPCO MLSP SSP ISIT TIT ITW Allerton CISS TNNLS TNN TCYB TETC TETCI TAI TEVC GECCO CEC PPSN ALIFE FUZZ-IEEE NCE SMC
TSMC WSC PR PRL NN KBS ESWA INS CSUR TCBB BIBM ISMB RECOMB PSB AMIA JBHI JAMIA NPJ PNAS JACS JCIM JCTC ICIS
CPC SAA SAC ICTAI FGCS JPDC PMLR SIGCSE ITiCSE LAK EDM AIED L@S ICALT NODES TheWeb TGRS ISPRS IGARSS JSTARS GRSL
arXiv bioRxiv medRxiv TechRxiv SSRN OpenReview chemRxiv PsyArXiv HAL CoRR GitHub Blog Preprint ResearchGate Zenodo
"""
_FULL_NAMES = """
ACM Computing Surveys|ACM CSUR|Computing Surveys|ACM MM|ACM Multimedia|IEEE MICRO|IEEE Computer|IEEE Access|IEEE TPAMI
IEEE TNNLS|IEEE S&P|IEEE Big Data|BigData|Big Data|USENIX Security|USENIX ATC|USENIX ;login:|USENIX FAST|Usenix Security
ML for Systems|ML for Sys|Neural Computation|Neural Networks|Pattern Recognition
Pattern Recognition Letters|Neurocomputing
Machine Learning|Artificial Intelligence|Nature|Science|Cell|Nature Methods|Nature Communications
Nature Machine Intelligence
Nature Medicine|Nature Biotechnology|Nature Electronics|Science Advances|Science Robotics|Scientific Reports
Communications of the ACM|CACM|Proceedings of the IEEE|Proceedings of the ACM|Information Fusion|Information Sciences
Expert Systems with Applications|Knowledge-Based Systems|Medical Image Analysis|Bioinformatics
Briefings in Bioinformatics
Computational Linguistics|Transactions of the ACL|Findings of ACL|Findings of EMNLP|Findings of NAACL|ACL Findings
EMNLP Findings|NAACL Findings|Hot Chips|Transactions on Graphics|Computer Graphics Forum
The Web Conference|Web Conference
Robotics and Automation Letters|Autonomous Robots|Physical Review Letters|Frontiers|PLOS ONE|PLoS ONE|Patterns|iScience
SIGGRAPH Asia|Learning on Graphs|Conference on Robot Learning|Tiny Papers|Tech Report|Technical Report|Tiny Paper
Foundations and Trends|Distill|Entropy|Sensors|Applied Intelligence|Artificial Intelligence Review|Open Review
Machine Intelligence Research|Transformer Circuits|LessWrong|Anthropic|Advances in Neural Information Processing Systems
"""
_AMBIGUOUS = frozenset(
    """sc fast ics cc www date chi pact sac tc codes nature science cell micro cluster blog is sp mm computer patterns
    re fg fm is pr nn ins ec sas fc case vr vis pg cal log cpc kr alt slt ase hal dis sca maps dmlr
    iv seg chil disc mass
    cases pets machinelearning artificialintelligence frontiers distill entropy sensors hcs hoti
    middleware github anthropic
    tip fpl robot prl spl mdm csf cec esa ral tro tei acc msr edm nodes preprint saa techreport technicalreport icc npj
    patternrecognition neuralcomputation neuralnetworks bigdata bioinformatics informationfusion
    lesswrong usenix eg isc smc
    cav tac psb""".split()
)
"""Keys of names that are also words or abbreviations of other things: venues only in a tag or beside a year."""

_WRAPPING = re.compile(
    r"^(?:in(?=\s)|to appear (?:in|at)|accepted (?:by|to|at|in|for)|appears? (?:in|at)|published (?:in"
    r"|at|by)|presented at"
    r"|submitted to|proceedings of|proc\.?(?: of)?|the|at|on|conf\.?|international conference on|annual"
    r"|@|\d{1,2}(?:st|nd|rd|th)"
    r"|(?:19|20)\d\d|acm|ieee(?:/acm|/cvf)?|acm/ieee|usenix|findings of|findings of the|findings"
    r"|workshops? (?:at|of|on|@)"
    r"|association for|co-located with|ai)\s+",
    re.IGNORECASE,
)  # fmt: skip
_TRAILING = re.compile(
    r"[\s\-/,:(]*\b(?:workshops?|ws|w|findings?|findings|main(?: conference| track)?|long|short"
    r"|demo(?:s| track)?|tutorial|track"
    r"|industry(?: track)?|datasets?(?: (?:and|&) benchmarks?)?(?: track)?|d&b(?: track)?|db"
    r"|research track|wip|poster|oral"
    r"|conference|symposium|proceedings|journal|companion|srw|student|tiny papers?"
    r"|blog(?: ?post)?(?:s track)?|preprint|spotlight"
    r"|pmlr|asia|e-?prints?|technical report|report|extended abstracts?|late-breaking|volume|vol\.?"
    r"|position|lbw|ea)\)?$",
    re.IGNORECASE,
)  # fmt: skip
_SPELLED_OUT = re.compile(
    r"\b(?:conference|transactions|trans\.|journal|symposium|workshops?|proceedings|letters|annals|magazine|bulletin)\b"
    r"|^(?:(?:ieee|acm|springer|frontiers in|communications of|foundations and trends|physical review|plos) [^,]{3,50}"
    r"|(?:nature|science|npj|lancet|cell|advances in) [A-Z][\w ]{3,40})$",
    re.IGNORECASE,
)


def _key(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum() or character == "*")


_SHORT = frozenset(_key(word) for word in _ABBREVIATIONS.split())
_LONG = frozenset(_key(name) for line in _FULL_NAMES.strip().splitlines() for name in line.split("|"))
# Spelled wrong often enough.
_MISSPELLED = frozenset(
    {"arixv", "axriv", "arvix", "nips", "neuips", "nurips", "neruips", "iclm", "eccvw", "iclrw", "icmlw"}
)


def core_names(name: str) -> list[str]:
    """Reduce a venue's name to the names by which it may be known, the whole first."""
    names = [name]
    for pattern in (_WRAPPING, _TRAILING, _WRAPPING):
        for _ in range(4):
            shorter = pattern.sub("", name).strip(" ,.:;-@()")
            if shorter == name:
                break
            name = shorter
            names.append(name)
    return list(dict.fromkeys(names))


def _is_listed(name: str) -> bool:
    key = _key(name)
    # "Dee M" is a person and no DEEM.
    return key in _LONG or key in _MISSPELLED or (key in _SHORT and (" " not in name.strip() or len(key) > 6))


@lru_cache(maxsize=50_000)
def is_known(name: str) -> bool:
    """Tell whether a text is the name of a venue of computing, bare or with words such as "workshop" around it."""
    if len(name) > 120:
        return False
    if any(map(_is_listed, core_names(name))):
        return True
    parts = [part.strip() for part in re.split(r"@|/| at | of ", name) if part.strip()]
    return len(parts) > 1 and len(parts[-1]) > 1 and any(map(_is_listed, core_names(parts[-1])))


def is_ambiguous(name: str) -> bool:
    """Tell whether a known name is also an everyday word."""
    return _key(name) in _AMBIGUOUS


def needs_year(name: str) -> bool:
    """Tell whether a name means a venue only with a year beside it: "Acc" in brackets is an accuracy."""
    return _key(name) in {"github", "blog", "preprint", "anthropic"} or (is_ambiguous(name) and name != name.upper())


def is_spelled_out(name: str) -> bool:
    """Tell whether a text reads as the full name of a conference or journal."""
    return bool(_SPELLED_OUT.search(name)) and name[:1].isupper() and 2 <= len(name.split()) <= 18 and ": " not in name
