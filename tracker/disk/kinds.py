"""What files are by how their names end: documents, and what is no Markdown; and the folders of others' code."""

from __future__ import annotations

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
# Other people's code: nobody's postmortems are in there, but thousands of their documents.
DEPENDENCIES = {"node_modules", "__pycache__", "site-packages"}

# Written for a program that makes pages of it; read where one is named.
DIALECTS = (".mdx", ".mdwn", ".mkdn", ".mdtxt", ".mdtext", ".rmd", ".qmd")

_PROGRAMS = (
    *(".bash", ".bat", ".c", ".cc", ".cjs", ".cpp", ".cs", ".css", ".dart", ".ex", ".exs", ".go", ".h", ".hpp", ".hs"),
    *(".java", ".js", ".jsx", ".kt", ".lua", ".mjs", ".php", ".pl", ".ps1", ".py", ".rb", ".rs", ".scala", ".scss"),
    *(".sh", ".sql", ".swift", ".tf", ".ts", ".tsx", ".vue", ".zig", ".zsh"),
)
_EXPORT = "export it as Markdown, and name that file"
# What each is, and what to do instead of naming it.
OTHER_KINDS = {
    **dict.fromkeys((".txt", ".text"), ("plain text", "if it is written as Markdown, call it .md")),
    **dict.fromkeys((".html", ".htm", ".xhtml"), ("a web page", _EXPORT)),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages"), ("a word processor's file", _EXPORT)),
    **dict.fromkeys((".rst", ".adoc", ".asciidoc", ".org", ".tex"), ("another markup", "convert it, as by pandoc")),
    **dict.fromkeys((".xls", ".xlsx", ".csv", ".ods"), ("a spreadsheet", _EXPORT)),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"), ("a picture", "name the document it is in")),
    **dict.fromkeys((".zip", ".gz", ".tar", ".tgz"), ("an archive", "unpack it, and name the folder")),
    **dict.fromkeys(_PROGRAMS, ("source code", "name the postmortem, a Markdown file")),
    **dict.fromkeys(
        (".yaml", ".yml", ".xml", ".ini", ".cfg", ".conf"), ("data", "name the postmortem, a Markdown file")
    ),
    **dict.fromkeys(
        (".log", ".out", ".diff", ".patch"), ("a program's output", "name the postmortem, a Markdown file")
    ),
    ".pdf": ("a PDF", _EXPORT),
    ".toml": ("a TOML file", "a configuration is named by --config, before the command"),
    ".json": ("a JSON file", "snapshots are read by report and check"),
}
