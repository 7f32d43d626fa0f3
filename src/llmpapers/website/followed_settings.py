"""What of a project's mkdocs.yml a build follows."""

from llmpapers.project import Project


def left_out(project: Project) -> list[str]:
    """List the settings of mkdocs.yml that a build does not follow, each with what happens in its place."""
    settings = project.settings
    plugins = [name for name in _names(settings.get("plugins")) if name not in {"search", "material/search"}]
    theme = settings.get("theme")
    theme = theme if isinstance(theme, dict) else {"name": theme}
    name = theme.get("name") or "material"
    reasons = {
        "`hooks`: a build runs none": settings.get("hooks"),
        f"`plugins`: a build runs none, so not {', '.join(plugins)}": plugins,
        "`use_directory_urls`: addresses of pages always end in /": settings.get("use_directory_urls") is False,
        f"`theme.name`: the pages are made with material, not {name}": name != "material",
        "`theme.custom_dir`: put overrides into templates/engine": theme.get("custom_dir"),
        "`theme.features`: the templates use none": theme.get("features"),
    }
    return [f"mkdocs.yml, {reason}" for reason, is_set in reasons.items() if is_set]


def reads_other_files(project: Project) -> bool:
    """Tell whether pages may take in files that nothing here knows of."""
    return any(name.endswith("snippets") for name in _names(project.settings.get("markdown_extensions")))


def _names(setting: object) -> list[str]:
    """Name what is in a list of extensions or plugins, where each may have options."""
    entries = setting if isinstance(setting, list | dict) else []
    return [str(name) for entry in entries for name in (entry if isinstance(entry, dict) else [entry])]
