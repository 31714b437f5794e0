"""What the parts of a benchmark say: a line about each run, and the rows of the table."""
import sys, time

rows = []


def note(text): print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def row(what, ours, peer, bar, met=None): rows.append((what, ours, peer, bar, {True: "met", False: "missed", None: ""}[met]))
