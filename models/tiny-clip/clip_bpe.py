"""CLIP's byte-level BPE, plainly: text to token numbers.

The rules are those of OpenAI's simple_tokenizer (MIT): composed form (NFC), lower case, blanks joined, words cut by CLIP's pattern, each word's UTF-8 bytes as characters,
the pair of least rank merged until none is left. A text cannot name the start and the end token. Needs Python's `regex` for the classes of letters and numbers.
"""

import functools
import json
import unicodedata

import regex

START, END = "<|startoftext|>", "<|endoftext|>"
PATTERN = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", regex.IGNORECASE)


def byte_characters():
    """A printable character for each byte, in the order of CLIP's vocabulary."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [b for b in range(256) if b not in shown]
    return {b: chr(b) for b in shown} | {b: chr(256 + i) for i, b in enumerate(hidden)}


class ClipBpe:
    def __init__(self, merges):
        """`merges`: pairs of pieces, the most frequent first."""
        self.merges = [tuple(pair) for pair in merges]
        self.bytes = byte_characters()
        single = list(self.bytes.values())
        pieces = single + [c + "</w>" for c in single] + ["".join(pair) for pair in self.merges] + [START, END]
        self.ids = {piece: i for i, piece in enumerate(pieces)}
        self.ranks = {pair: i for i, pair in enumerate(self.merges)}

    @staticmethod
    def read_merges(path, count):
        """The first `count` merges of a merges.txt, whose first line is its version."""
        with open(path, encoding="utf-8") as file:
            return [tuple(line.split()) for line in file.read().split("\n")[1:count + 1]]

    @functools.lru_cache(maxsize=65536)
    def split(self, word):
        pieces = [self.bytes[b] for b in word.encode("utf-8")]
        pieces[-1] += "</w>"
        while len(pieces) > 1:
            pairs = list(zip(pieces, pieces[1:]))
            best = min(pairs, key=lambda pair: self.ranks.get(pair, len(self.ranks)))
            if best not in self.ranks:
                break
            merged, i = [], 0
            while i < len(pieces):
                joined = i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == best
                merged.append(pieces[i] + pieces[i + 1] if joined else pieces[i])
                i += 2 if joined else 1
            pieces = merged
        return pieces

    def encode(self, text, context=77):
        """Token numbers from the start to the end token, cut to `context` with the end token kept."""
        words = PATTERN.findall(regex.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().lower())
        ids = [self.ids[piece] for word in words for piece in self.split(word)]
        return [self.ids[START], *ids[:context - 2], self.ids[END]]

    def save(self, folder):
        with open(f"{folder}/vocab.json", "w", encoding="utf-8") as file:
            json.dump(self.ids, file, ensure_ascii=False, separators=(",", ":"))
            file.write("\n")
        with open(f"{folder}/merges.txt", "w", encoding="utf-8") as file:
            file.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in self.merges))
