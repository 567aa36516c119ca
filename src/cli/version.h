/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * version — which Attune this is.  Made from the version in the top meson.build.
 */
#ifndef CLI_VERSION_H
#define CLI_VERSION_H

extern const char version_number[]; /* "0.1.0" */

#endif
