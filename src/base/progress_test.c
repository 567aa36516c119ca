/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/progress.h"

#include "base/test.h"

TEST(progress_is_silent_where_nobody_watches)
{
    FILE *stream = tmpfile();
    CHECK(stream != NULL);
    struct progress *p = progress_make(t->arena, stream, "Reading", 100);
    for (uint64_t done = 0; done <= 100; done++)
        progress_show(p, done);
    progress_end(p);
    CHECK_INT(ftell(stream), 0);
    (void)fclose(stream);
}
