"""Takes docs/assets/report.png: the HTML report of half a year of made-up postmortems. Needs Chromium.

Run: python docs/picture.py
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

TARGET = Path(__file__).parent / "assets" / "report.png"
TODAY = date(2026, 6, 30)
INCIDENTS = {
    "Checkout unavailable after a pool change": ("SEV1", "checkout"),
    "Search answered slowly for half a day": ("SEV2", "search"),
    "Partner API rejected by an expired certificate": ("SEV3", "gateway"),
    "Invoices sent twice": ("SEV2", "billing"),
    "Mobile sign-in failed for a third of customers": ("SEV1", "sign-in"),
    "Night import stopped without a word": ("SEV3", "import"),
    "Prices shown without tax": ("SEV2", "checkout"),
    "Mail queue grew for nine hours": ("SEV3", "mail"),
}
TASKS = (
    ("Alert before the {} certificate expires", "P1"),
    ("Add a load test of {} to the release", "P2"),
    ("Page on the error rate of {}", "P0"),
    ("Document the rollback of {} for on-call", "P3"),
    ("Limit the retries of {} to three a minute", "P2"),
)
OWNERS = ("@dana", "@lin", "@omar", "@priya", "@tomasz")


def write(folder: Path, chance: random.Random) -> None:
    """One postmortem every three weeks."""
    for number, (title, (severity, service)) in enumerate(INCIDENTS.items()):
        day = date(2026, 1, 8) + timedelta(days=21 * number)
        lines = [f"---\nid: INC-{101 + number}\ntitle: {title}\ndate: {day}\nseverity: {severity}"]
        lines += [f"services: [{service}]\n---\n\n# {title}\n\n## Action items\n"]
        for text, priority in chance.sample(TASKS, chance.randint(3, 5)):
            due = day + timedelta(days={"P0": 7, "P1": 30, "P2": 60, "P3": 90}[priority])
            lines.append(f"- [ ] {text.format(service)} {chance.choice(OWNERS)} due {due} ({priority})")
        (folder / f"{day}-{service}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def live(folder: Path, chance: random.Random) -> None:
    """Give the issues the times they would have had, and close the ones that were done by today."""
    for path in sorted(folder.glob(".postmortem/issues/*.md")):
        text = path.read_text(encoding="utf-8")
        due = date.fromisoformat(re.findall(r"^\*\*Due:\*\* (\S+)", text, re.MULTILINE)[0].rstrip())
        opened = due - timedelta(days=chance.randint(7, 40))
        done = due + timedelta(days=chance.randint(-20, 45))
        closed = done < TODAY and chance.random() < 0.8
        touched = done if closed else min(TODAY, opened + timedelta(days=chance.randint(0, 60)))
        text = re.sub(r"^created: .*$", f"created: {min(opened, touched)}T09:00:00Z", text, flags=re.MULTILINE)
        text = re.sub(r"^updated: .*$", f"updated: {touched}T09:00:00Z", text, flags=re.MULTILINE)
        if closed:
            text = text.replace("state: open\n", "state: closed\nreason: completed\n", 1)
            text = re.sub(r"^(updated: .*)$", rf"\1\nclosed: {done}T09:00:00Z", text, count=1, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")


def run(folder: Path, *arguments: str) -> None:
    """One command in the scratch folder."""
    subprocess.run(
        [sys.executable, "-m", "postmortem_tracker", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )


WHO = ("-c", "user.name=T", "-c", "user.email=t@example.com")


def main() -> None:
    """Write, sync, age, report and photograph."""
    chance = random.Random(7)
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, chance)
        run(folder, "-q", "sync", ".")
        live(folder, chance)
        run(folder, "-q", "sync", ".")
        for arguments in (["init", "-q"], ["add", "-A"], [*WHO, "commit", "-qm", "Postmortems"]):
            subprocess.run(["git", "-C", name, *arguments], check=True)
        run(folder, "-q", "report", ".", "--as-of", TODAY.isoformat(), "--format", "html", "-o", "report.html")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,880")
        page = (folder / "report.html").as_uri()
        subprocess.run([browser, *options, f"--screenshot={TARGET}", page], check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
