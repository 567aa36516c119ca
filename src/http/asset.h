/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * asset — the files of the browser interface, which lie in the program.
 *
 * Each as it is and compressed by gzip and brotli; the server sends the form that the
 * browser takes.  Knows the files, and nothing of requests.  web/tools/pack.mjs writes the
 * table (asset_index.h).
 */
#ifndef HTTP_ASSET_H
#define HTTP_ASSET_H

#include "base/str.h"

struct asset {
    str path; /* of its address: "/" is the shell of every page, "/assets/app-4XK2.js" */
    str mime;
    str tag;           /* changes with its content; of the bytes as they are */
    bool is_immutable; /* what stands at this address never changes */
    str identity;
    str gzip, brotli; /* empty where they would not be smaller */
};

/* NULL: there is no such file. */
const struct asset *asset_of_path(str path);

/* The smallest form that a browser takes, by its header Accept-Encoding (RFC 9110 12.5.3;
 * empty where it sent none).  *encoding gets "br", "gzip", or nothing for the bytes as they
 * are. */
str asset_choose(const struct asset *asset, str accept_encoding, str *encoding);

#endif
