/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/progress.h"

#include "base/test.h"

TEST(progress_is_silent_where_nobody_watches)
{
    char *text = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&text, &len);
    CHECK(stream != NULL);
    struct progress *p = progress_make(t->arena, stream, "Reading", 100);
    for (uint64_t done = 0; done <= 100; done++)
        progress_show(p, done);
    progress_end(p);
    (void)fclose(stream);
    CHECK_INT(len, 0);
}
