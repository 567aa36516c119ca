#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the sentences that C says, in every language, as C tables.

The catalogues in web/locales/ are flat JSON, one a language, and shared with the browser;
only keys that begin with one of the prefixes are taken: sign_in.title is
PHRASE(sign_in_title).  English has all of them; a part in braces of another language is
one that English has too.

usage: phrases.py OUTPUT PREFIX[,PREFIX…] EN.json [OTHER.json…]
"""
import json
import os
import re
import sys

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
PARTS = re.compile(r"\{(\w+)\}")


def identifier(key):
    return key.replace(".", "_")


def literal(text):
    """The bytes that are not plain ASCII as octal, which ends after three digits."""
    out = ""
    for byte in text.encode("utf-8"):
        out += chr(byte) if 32 <= byte < 127 and byte not in b'"\\?' else f"\\{byte:03o}"
    return f'S_INIT("{out}")'


def refuse_twins(pairs):
    if len(pairs) != len(dict(pairs)):
        sys.exit("a key stands twice in a catalogue")
    return dict(pairs)


def read(path, prefixes):
    with open(path, encoding="utf-8") as file:
        catalogue = json.load(file, object_pairs_hook=refuse_twins)
    return {key: text for key, text in catalogue.items() if key.startswith(prefixes)}


def complaints(tag, english, catalogue):
    for key, text in catalogue.items():
        if key not in english:
            yield f"{tag}.json: {key} is not in en.json"
        elif set(PARTS.findall(text)) - set(PARTS.findall(english[key])):
            yield f"{tag}.json: {key} has a part that en.json has not"


def main(output, prefixes, *paths):
    prefixes = tuple(prefixes.split(","))
    tags = [os.path.splitext(os.path.basename(path))[0] for path in paths]
    catalogues = [read(path, prefixes) for path in paths]
    english = catalogues[0]
    found = [c for tag, catalogue in zip(tags, catalogues)
             for c in complaints(tag, english, catalogue)]
    if tags[0] != "en" or found:
        sys.exit("\n".join(found) or "the first catalogue is not en.json")
    rows = []
    for key in sorted(english):
        texts = "".join(f"    {literal(c[key]) if key in c else '{NULL, 0}'},\n"
                        for c in catalogues)
        name = identifier(key)
        rows.append(f"static const str texts_of_{name}[] = {{\n{texts}}};\n"
                    f'const struct phrase phrase_named_{name} = {{"{key}", texts_of_{name}}};\n')
    languages = "".join(f'    {{S_INIT("{tag}"), '
                        f"{'true' if tag.split('-')[0] in RIGHT_TO_LEFT else 'false'}}},\n"
                        for tag in tags)
    with open(output, "w", encoding="utf-8") as text:
        text.write('/* Made by tools/phrases.py. */\n#include "base/phrase.h"\n\n'
                   + "\n".join(f"PHRASE({identifier(key)});" for key in sorted(english)) + "\n\n"
                   + f"const struct language phrase_languages[] = {{\n{languages}}};\n"
                   f"const unsigned phrase_languages_len = {len(tags)};\n\n" + "\n".join(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
