"""The policy lets the site's own scripts run, and no other."""

import re
from base64 import b64encode
from hashlib import sha256

from llmpapers.project import Project
from llmpapers.website.building import build_site
from llmpapers.website.content_policy import content_policy


def test_an_inline_script_of_the_templates_is_named_by_its_hash():
    script = b64encode(sha256(b"let x = 1").digest()).decode()
    rules = content_policy(["<p>", "<script>let x = 1</script><script src='x'></script>"])
    assert f"script-src 'self' 'sha256-{script}';" in rules
    assert "'unsafe-inline'" not in rules.partition("script-src")[2].partition(";")[0]


def test_every_page_has_the_policy_before_anything_else_and_no_script_that_it_refuses(root):
    build_site(Project(root), root / "site")
    pages = [path for path in (root / "site").rglob("*.html") if 'http-equiv="refresh"' not in path.read_text()]
    assert len(pages) > 15
    for path in pages:
        html = path.read_text()
        policy = re.search(
            r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html
        )
        assert policy, path
        for attributes, script in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
            is_data = "json" in attributes
            hashed = b64encode(sha256(script.encode()).digest()).decode()
            assert is_data or "src=" in attributes or f"'sha256-{hashed}'" in policy[1].replace("&#39;", "'"), path
        assert not re.search(r"<[^>]+\son[a-z]+=", html), path
