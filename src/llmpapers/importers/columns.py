"""What the columns of a table of papers hold, by their headings."""

import re

_SYNONYMS = {
    "title": """title paper papers name paper_title papertitle paper_name articletitle article work
        publication_title document_title
        title_and_authors method_paper paper_link_title 标题 论文 题目 论文标题""",
    "venue": """venue conference journal publication published pub published_in source_title conf
        publisher booktitle journal_conference
        conference_journal venue_year pub_venue publication_venue container_title pub. source where
        published_at venues booktitle_journal
        conference_or_journal 会议 期刊 来源 发表""",
    "year": """year date publication_year pub_year time published_date publication_date pubdate
        pub_date issued month year_month 年份 时间 日期 年""",
    "authors": "author authors author_s author_names creators author_full_names authors_list 作者",
    "link": """link links url paper_link paper_url pdf pdf_link arxiv_link address article_url
        resource_link paper_pdf href resources materials
        open_access_url 链接 论文链接""",
    "code": """code github repo repository code_link code_url implementation official_code
        source_code project_code code_repo github_link 代码""",
    "project": "project website project_page homepage page site project_link webpage project_website 主页 项目",
    "arxiv": "arxiv arxiv_id arxivid eprint arxiv_number",
    "doi": "doi doi_link doi_url",
    "short_name": """method model abbreviation abbr short_name acronym alias model_name method_name
        approach system models algorithm nickname 方法 模型""",
    "section": "section topic category topics categories tags keyword keywords subject area task field 类别",
    "note": """note notes comment comments remark remarks recom recommendation description tldr
        summary abstract stars highlights params size
        dataset datasets institution affiliation organization bibtex key id index no number citations rank""",
}
_ROLES = {synonym: role for role, text in _SYNONYMS.items() for synonym in text.split()}


def column_role(heading: str) -> str | None:
    """Say what a column holds: ``title``, ``venue``, ``year``, ``authors``, ``link``, ``code`` and so on, or None."""
    key = re.sub(r"[\W_]+", "_", heading.casefold()).strip("_")
    if found := _ROLES.get(key) or _ROLES.get(key.removesuffix("s")):
        return found
    words = [word for word in key.split("_") if word]
    for word in words if len(words) <= 4 else []:
        if word in _ROLES and word not in {"name", "source", "id", "where", "page", "work", "time", "published"}:
            return _ROLES[word]
    return None
