from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from postmortem_tracker.config.load import FILE_NAME, load, schema, validate
from postmortem_tracker.config.settings import Config
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.text.toml import explained

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def test_the_example_is_valid() -> None:
    assert load(EXAMPLE).sync.label == "postmortem"


def keys_of(whole: dict[str, Any], here: dict[str, Any], prefix: str = "") -> set[str]:
    """Every key of the configuration, with tables and lists of tables followed."""
    found = set()
    for name, field in here.get("properties", {}).items():
        inner = field.get("items", field)
        inner = inner.get("additionalProperties", inner) or inner
        target = inner.get("$ref") if isinstance(inner, dict) else None
        if target:
            found |= keys_of(whole, whole["$defs"][target.rsplit("/", 1)[-1]], f"{prefix}{name}.")
        else:
            found.add(prefix + name)
    return found


def used(data: Any, prefix: str = "") -> set[str]:
    found = set()
    for name, value in data.items():
        values = value if isinstance(value, list) else [value]
        for each in values:
            inner = next(iter(each.values())) if prefix + name == "trackers" else each
            tables = each.values() if prefix + name == "trackers" else [each]
            if isinstance(inner, dict) and prefix + name in SECTIONS:
                for table in tables:
                    found |= used(table, f"{prefix}{name}.")
            else:
                found.add(prefix + name)
        if not values:
            found.add(prefix + name)
    return found


SCHEMA = schema()
KEYS = keys_of(SCHEMA, SCHEMA)
SECTIONS = {key.rsplit(".", 1)[0] for key in KEYS if "." in key}


def test_the_example_shows_every_option_and_no_other() -> None:
    assert used(tomllib.loads(EXAMPLE.read_text())) == KEYS


def test_every_option_of_the_example_has_a_comment_line_above() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for above, line in itertools.pairwise(lines):
        if line and line[0] not in "#[":
            assert above.startswith("# "), line


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"sync": {"max_creates": "many"}}, "sync.max_creates"),
        ({"nope": 1}, "unknown key nope"),
        ({"default_tracker": "x"}, "no tracker named 'x'"),
        ({"routes": [{"tracker": "y"}]}, "no tracker named 'y'"),
        ({"trackers": {"a": {"kinds": "github"}}}, "unknown key trackers.a.kinds"),
    ],
)
def test_mistakes_name_the_place(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        validate(data)
    assert says in caught.value.message
    assert caught.value.hint


def problems(data: dict[str, Any]) -> list[str]:
    """Each problem with its hint, without the file's name."""
    with pytest.raises(ConfigError) as caught:
        validate(data)
    first = caught.value
    return [f"{each.message.removeprefix(FILE_NAME)[2:]} | {each.hint}" for each in (first, *first.others)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"documents": "docs"}, 'documents: a list is needed, not "docs" | write ["docs"]'),
        ({"documents": ["docs", 1]}, "documents no. 2: text in quotes is needed, not 1 | paths and globs"),
        ({"check": {"per_path": [{"path": "a", "ignore": "PM2"}]}}, "check.per_path no. 1, ignore: a list is needed"),
        (
            {"check": {"per_path": {"path": "a"}}},
            "check.per_path: a list of tables is needed | begin each with [[check.p",
        ),
        ({"sync": 3}, "sync: a table is needed, not 3 | begin it with [sync], and write its keys below"),
        (
            {"sync": {"max_creates": "many"}},
            'sync.max_creates: a whole number, at least 0, is needed, not "many" | more',
        ),
        ({"sync": {"label": ""}}, 'sync.label: a text of 1 to 50 characters is needed, not "" | label of every'),
        ({"sync": {"write_back": "maybe"}}, 'sync.write_back: true or false is needed, not "maybe" | write links'),
        ({"sync": {"labels": "x"}}, "unknown key sync.labels | did you mean label? valid here: "),
        ({"trackers": {"a": {"timeout": 601}}}, "trackers.a.timeout: a number, more than 0 and at most 600, is needed"),
        ({"trackers": {"a": {"options": {"b": []}}}}, "trackers.a.options.b: text in quotes or a whole number or true"),
        (
            {"policy": {"deadlines": {"default": 5000}}},
            "policy.deadlines.default: a whole number, at least 0 and at most",
        ),
        (
            {"report": {"confidential": "redacted"}},
            'report.confidential: "redacted" is no choice | did you mean redact? v',
        ),
        (
            {"waivers": [{"reason": "x", "until": "soon"}]},
            'waivers no. 1, until: a date is needed, not "soon" | write Y',
        ),
        (
            {"check": {"select": ["PM2O1"]}},
            "check.select: unknown code 'PM2O1' | did you mean PM201? all of them: post",
        ),
        (
            {"check": {"select": ["pm2"]}},
            "check.select: unknown code 'pm2' | did you mean PM2? all of them: post",
        ),
        (
            {"check": {"ignore": ["Pm201"]}},
            "check.ignore: unknown code 'Pm201' | did you mean PM201? all of them: post",
        ),
        ({"check": {"severity": {"overdu": "off"}}}, "check.severity: unknown code 'overdu' | did you mean overdue? "),
        (
            {"check": {"per_path": [{"path": "a", "select": ["ALL", "PM2"], "ignore": ["QQ"]}]}},
            "check.per_path no. 1, ignore: unknown code 'QQ' | all of them: postmortem-tracker explain",
        ),
        (
            {"people": {"Ana": {"slack": "ana"}}},
            "people.Ana.slack: 'ana' is no member id | copy it from the profile in ",
        ),
        ({"ticket_urls": {"AUTH": "https://jira"}}, "ticket_urls.AUTH: the address needs {key} in it, to be filled in"),
        ({"ticket_urls": {"AUTH": "jira/{key}"}}, "ticket_urls.AUTH: a web address is needed, which begins with http"),
        ({"report": {"document_url": "https://docs"}}, "report.document_url: the address needs {path} in it"),
        (
            {"policy": {"business_days": True, "holidays": "XX"}},
            'policy.holidays: no calendar for "XX"; use a code such as DE or US-CA',
        ),
        (
            {"people": {"@dana": "dana"}},
            'people.@dana: a table is needed, not "dana" | write "@dana" = { github = "dana" }',
        ),
        ({"people": {"Dana Kim": "dana"}}, 'people.Dana Kim: a table is needed, not "dana" | write "Dana Kim" = { git'),
        ({"people": {"@dana": 3}}, 'people.@dana: a table is needed, not 3 | begin it with [people."@dana"], and'),
        ({"people": "dana"}, 'people: a table is needed, not "dana" | begin it with [people], and write its keys bel'),
        (
            {"trackers": {"my notes": 1}},
            'trackers.my notes: a table is needed, not 1 | begin it with [trackers."my notes"], and',
        ),
        (
            {"vocabulary": {"sections": {"task": ["To do"]}}},
            "vocabulary.sections.task: no such role | did you mean tasks? valid here: tasks, work, measures,",
        ),
        (
            {"vocabulary": {"states": {"complete": ["fini"]}}},
            "vocabulary.states.complete: no such state | did you mean completed? valid here: ",
        ),
        (
            {"vocabulary": {"columns": {"Owners": ["Wer"]}}},
            "vocabulary.columns.Owners: no such column | did you mean owner? valid here: ",
        ),
        (
            {"vocabulary": {"labels": {"dued": ["bis"]}}},
            "vocabulary.labels.dued: no such field | did you mean due? val",
        ),
        *(
            ({"vocabulary": {table: {name: ["champion", phrase]}}}, f"vocabulary.{table}.{name}: {phrase!r} is never")
            for table, name in (("sections", "tasks"), ("columns", "owner"), ("labels", "owner"), ("states", "open"))
            for phrase in ("*", "**", "* *", "* review", "", " ", "?", "who?")
        ),
        (
            {"vocabulary": {"columns": {"owner": ["–"]}}},
            "vocabulary.columns.owner: '–' is never found | begin it with a",
        ),
        ({"waivers": [{"reason": "x"}, {}]}, "waivers no. 2, reason is missing | what it says: why, and who agreed"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_write(data: dict[str, Any], says: str) -> None:
    (said,) = problems(data)
    assert said.startswith(says)


@pytest.mark.parametrize(
    ("table", "name", "phrase"),
    [
        *(("states", "completed", "✅"), ("states", "completed", "shipped*"), ("columns", "owner", "in_charge")),
        *(("labels", "owner", "in charge"), ("sections", "tasks", "*mortem"), ("columns", "owner", "担当*")),
        ("sections", "tasks", "next * step*"),
    ],
)
def test_words_of_ones_own_may_have_stars_or_be_signs_of_a_state(table: str, name: str, phrase: str) -> None:
    told = validate({"vocabulary": {table: {name: [phrase]}}}).vocabulary
    assert getattr(told, table)[name] == (phrase,)


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize(
    "project",
    [
        *("https://github.com/a/b", "https://gitlab.example.com/a/b.git", "git@github.com:a/b.git", "github.com/a/b/"),
        *("https://gitlab.com/a/b/-/issues", "https://github.com/a/b/issues?q=x", "https://me:secret@github.com/a/b"),
        *("ssh://git@gitlab.com:22/a/b.git", " HTTPS://GitHub.com/a/b "),
    ],
)
def test_an_address_in_the_place_of_a_project_is_told_with_its_path(kind: str, project: str) -> None:
    (said,) = problems({"trackers": {"gh": {"kind": kind, "project": project}}})
    assert said.startswith(
        'trackers.gh.project: the project\'s path is needed, not its address: write "a/b" | "owner/re'
    )


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_the_name_of_a_repository_alone_is_no_project(kind: str) -> None:
    (said,) = problems({"trackers": {"gh": {"kind": kind, "project": "checkout"}}})
    assert said.startswith("trackers.gh.project: the project's path is needed, such as owner/repo | ")


@pytest.mark.parametrize(
    ("kind", "project"),
    [("github", "a/b"), ("github", "a/issues"), ("gitlab", "a/b/c"), ("gitlab", ""), ("acme", "https://acme.dev/a/b")],
)
def test_a_project_is_taken_as_it_is_written(kind: str, project: str) -> None:
    assert validate({"trackers": {"x": {"kind": kind, "project": project}}}).trackers["x"].project == project


def test_all_mistakes_are_told_at_once() -> None:
    wrong = {
        "documents": "docs",
        "sync": {"label": "", "nope": 1},
        "waivers": [{"reason": "x", "until": "soon"}, {"reason": ""}],
    }
    assert [each.split(" | ")[0].split(":")[0] for each in problems(wrong)] == [
        "documents",
        "sync.label",
        "unknown key sync.nope",
        "waivers no. 1, until",
        "waivers no. 2, reason",
    ]
    assert len(problems({"default_tracker": "x", "routes": [{"tracker": "y"}]})) == 2


@pytest.mark.parametrize(
    "pasted", ["ghp_abcdef", "github_pat_x", "glpat-abc", "a1b2c3d4e5", "AbC", "MY TOKEN", "A" * 81]
)
def test_a_token_in_the_place_of_its_variable_is_refused_and_not_repeated(pasted: str) -> None:
    (said,) = problems({"trackers": {"a": {"token_env": pasted}}})
    assert said.startswith("trackers.a.token_env: not the name of an environment variable; write the name there")
    assert pasted not in said


@pytest.mark.parametrize("name", ["", "GH_TOKEN", "CI_TOKEN_2", "my_token", "_X"])
def test_names_of_variables_are_taken(name: str) -> None:
    assert validate({"trackers": {"a": {"token_env": name}}}).trackers["a"].token_env == name


_VALUES = st.recursive(
    st.booleans() | st.integers(-2, 5_000) | st.floats(allow_nan=False) | st.text(max_size=60) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["path", "tracker", "P1"]), inner),
    max_leaves=3,
)


@given(st.data())
def test_no_mistake_is_told_in_the_words_of_the_library(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(KEYS)))
    value = data.draw(_VALUES)
    wrong: Any = value
    for part in reversed(key.split(".")):
        wrong = {part: wrong}
    if key.startswith("trackers."):
        wrong = {"trackers": {"a": wrong["trackers"]}}
    elif key.startswith(("routes.", "waivers.")):
        top = key.split(".")[0]
        wrong = {top: [wrong[top]]}
    try:
        validate(wrong)
    except ConfigError as error:
        for each in (error, *error.others):
            assert "input" not in each.message.lower().replace(str(value).lower(), "")
            assert "valid " not in each.message
            assert "a value is needed" not in each.message
            assert each.hint


def test_settings_are_set_once() -> None:
    made = Config(documents=("docs/*.md",))
    with pytest.raises(ValidationError):
        made.documents = ()
    assert made.model_copy(update={"default_tracker": "x"}).documents == ("docs/*.md",)


@pytest.mark.parametrize("label", ["none", "Any"])
def test_a_label_that_gitlab_takes_for_a_question_is_refused_there_alone(label: str) -> None:
    with pytest.raises(ConfigError, match=r"sync\.label: GitLab takes"):
        validate({"trackers": {"a": {"kind": "gitlab"}}, "sync": {"label": label}})
    validate({"trackers": {"a": {"kind": "github"}}, "sync": {"label": label}})


@pytest.mark.parametrize("key", ["label", "extra_labels"])
def test_a_label_with_a_space_at_its_end_is_refused(key: str) -> None:
    with pytest.raises(ConfigError, match=rf"sync\.{key}: 'postmortem ' begins or ends with a space"):
        validate({"sync": {key: "postmortem " if key == "label" else ["postmortem "]}})


@pytest.mark.parametrize("label", ["a\tb", "a\u200bb"])
@pytest.mark.parametrize("key", ["label", "extra_labels"])
def test_a_label_with_a_character_that_nobody_sees_is_refused(key: str, label: str) -> None:
    with pytest.raises(ConfigError, match=rf"sync\.{key}: .* holds a character that cannot be seen"):
        validate({"sync": {key: label if key == "label" else [label]}})


def test_an_unused_calendar_is_not_looked_up() -> None:
    assert validate({"policy": {"holidays": "XX"}}).policy.holidays == "XX"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("documents = [", ": not valid TOML: a value is missing, or a text without quotes"),
        ("a = 1\na = 2\n", ":2: not valid TOML: a key stands there a second time"),
        ("[sync]\n[sync]\n", ":2: not valid TOML: a table stands there a second time"),
        ("documents = postmortems\n", ":1: not valid TOML: a value is missing, or a text without quotes"),
        ('documents = ["a]\n', ":1: not valid TOML: a text is not closed by its quote on the same line"),
        ("[check\n", ":1: not valid TOML: a table's name is not closed by “]”"),
        ("documents\n", ":1: not valid TOML: a key needs a “=” and a value"),
        ('a = "x" "y"\n', ":1: not valid TOML: there is more on the line than one value"),
        ("= 3\n", ":1: not valid TOML: no key begins so"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line_in_our_words(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "postmortem-tracker.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert caught.value.message == f"{path}{says}"
    assert "init --full" in caught.value.hint


@given(st.text(alphabet='ab=[]{}".,#\n\\-1 ', max_size=40))
def test_no_words_of_the_reader_of_toml_are_told(text: str) -> None:
    said = ""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
    if said:
        assert explained(said)[1] != "it cannot be understood", said


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "postmortem-tracker.toml"
    path.write_bytes(b'\xef\xbb\xbfdocuments = ["docs"]\r\n')
    assert load(path).documents == ("docs",)


@pytest.mark.parametrize(
    ("table", "days"),
    [
        ("severity", {"SEV1": 15, "Sev 1": 20}),
        ("severity", {"sev-1": 15, "SEV_1": 15}),
        ("severity", {"SEV1": 15, "S1": 20}),
        ("severity", {"1": 15, "SEV1 (major)": 20}),
        ("priority", {"P1": 15, "p1": 20}),
        ("service", {"pay": 1, "Pay": 2}),
    ],
)
def test_a_deadline_that_is_said_twice_is_refused(table: str, days: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match=f"policy.deadlines.{table}: .*are the same; keep one of them"):
        validate({"policy": {"deadlines": {table: days}}})
    validate({"policy": {"deadlines": {table: {"SEV1": 1, "SEV2": 2, "SEV10": 3, "🔴": 4, "🟡": 5}}}})


@pytest.mark.parametrize("key", ["auth", "AUTH-12", "", "Auth", "AUTH-", "A B", "A", "PLAT_2", "A" * 21])
def test_a_ticket_key_that_could_match_nothing_is_refused(key: str) -> None:
    for data in ({"sync": {"ticket_keys": [key]}}, {"ticket_urls": {key: "https://jira.example.com/browse/{key}"}}):
        with pytest.raises(ConfigError, match="a key in capital letters is needed, such as AUTH for AUTH-12"):
            validate(data)
    validate({"sync": {"ticket_keys": ["AUTH", "PLAT2", "X1"]}})
