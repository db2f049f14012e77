"""Joining ES modules into one script."""

import pytest

from maps.assets import module_sources
from maps.inline import BadModule, join_modules


def test_modules_come_after_what_they_import() -> None:
    """Each becomes a function's exports; imports become constants, renamed where asked."""
    sources = {
        "main.js": 'import { a, b as c } from "./leaf.js";\nc(a);',
        "leaf.js": "export const a = 1;\nexport function b(x) { return x; }",
    }

    joined = join_modules(sources, "main.js")

    assert joined == (
        "const module_leaf = (() => {\nconst a = 1;\nfunction b(x) { return x; }\n"
        "return { a, b };\n})();\n"
        "const module_main = (() => {\nconst { a, b: c } = module_leaf;\nc(a);\n"
        "return {  };\n})();"
    )


def test_a_module_that_many_import_comes_once() -> None:
    """It is one object for all of them."""
    sources = {
        "main.js": 'import { b } from "./b.js";\nimport { c } from "./c.js";',
        "b.js": 'import { d } from "./d.js";\nexport const b = d;',
        "c.js": 'import { d } from "./d.js";\nexport const c = d;',
        "d.js": "export const d = {};",
    }

    assert join_modules(sources, "main.js").count("const module_d =") == 1


@pytest.mark.parametrize(
    ("sources", "reason"),
    [
        pytest.param({"main.js": 'import { a } from "./gone.js";'}, "not there", id="missing"),
        pytest.param({}, "nobody imports it", id="no main module"),
        pytest.param(
            {
                "main.js": 'import { a } from "./a.js";',
                "a.js": 'import { b } from "./main.js";\nexport const a = b;',
            },
            "imports itself",
            id="a circle",
        ),
        pytest.param({"main.js": 'import x from "./a.js";'}, "unknown form", id="default import"),
        pytest.param({"main.js": "export default 1;"}, "unknown form", id="default export"),
    ],
)
def test_what_cannot_be_joined_is_an_error(sources: dict[str, str], reason: str) -> None:
    """A page that would not run is never written."""
    with pytest.raises(BadModule, match=reason):
        join_modules(sources, "main.js")


def test_our_own_modules_can_be_joined() -> None:
    """All of them are needed, and none is left out."""
    sources = module_sources()

    joined = join_modules(sources, "main.js")

    assert joined.count("const module_") == len(sources)


def test_our_modules_are_short_and_make_no_markup_of_text() -> None:
    """At most 400 lines; report text has no way to become markup or code."""
    for name, source in module_sources().items():
        assert source.count("\n") <= 400, name
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in source, name
        assert "</script" not in source.lower(), name
        assert "<!--" not in source, name
