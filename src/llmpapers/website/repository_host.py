"""Where the host of the repository edits files in the browser, and begins new ones."""

from dataclasses import dataclass

from llmpapers.project import Project


def repository_edit_address(project: Project) -> str | None:
    """Give the address below which the host edits files of the repository, or None where mkdocs.yml does not say.

    It comes of `repo_url` and `edit_uri`, as MkDocs has them; `edit_uri` leads to the folder of documents.
    """
    repo = project.setting("repo_url").rstrip("/")
    if not repo:
        return None
    uri = project.setting("edit_uri")
    if not uri:
        host = repo.partition("://")[2].partition("/")[0]
        uri = {"github.com": "edit/main/", "gitlab.com": "-/edit/main/"}.get(host, "")
    if not uri:
        return None
    base = uri.rstrip("/").removesuffix(f"/{project.docs_name}")
    return f"{base}/" if base.startswith(("http://", "https://")) else f"{repo}/{base.lstrip('/')}/"


def docs_edit_address(project: Project) -> str | None:
    """Give the address below which the host edits hand-written pages."""
    base = repository_edit_address(project)
    return f"{base}{project.docs_name}/" if base else None


@dataclass(frozen=True)
class FileHost:
    """How the host of the repository takes files in the browser."""

    edit: str
    """Address before a file's path, where that file is edited."""
    new: str
    """Address before a folder's path, where a file of that folder is begun; empty where it is not known."""
    name: str
    """Parameter of the new file's name."""
    value: str
    """Parameter of its content."""


def file_host(edit: str | None) -> FileHost | None:
    """Derive how a host begins a file from how it edits one; None where there is no host.

    Args:
        edit: the address before a file's path, where the host edits it.
    """
    if not edit:
        return None
    kinds = {"/-/edit/": ("/-/new/", "file_name", "content"), "/_edit/": ("/_new/", "filename", "value")}
    kinds["/edit/"] = ("/new/", "filename", "value")
    for part, (begun, name, value) in kinds.items():
        if part in edit:
            return FileHost(edit, edit.replace(part, begun, 1), name, value)
    return FileHost(edit, "", "", "")


def new_paper_address(host: FileHost | None) -> str | None:
    """Give the address at which the host begins a new paper's file, if it has one."""
    return f"{host.new}catalog/papers/?{host.name}=short-name.yaml" if host and host.new else None
