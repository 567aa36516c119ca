/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * banned — force-included into every file of the product: names that have a
 * safer twin in base are poisoned, so that using one fails the build.  The
 * system headers that declare them come first, with what only Linux has.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca
/* clang-format off */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison atoi atol atoll atof strtol strtoul strtoll strtoull strtof
#pragma GCC poison gmtime localtime ctime asctime mktime
#pragma GCC poison rand srand srandom drand48 system popen tmpnam tempnam mktemp alloca
#pragma GCC poison setjmp longjmp
/* clang-format on */

#endif
