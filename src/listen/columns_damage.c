/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who asks may not mend.  So a question that finds a file damaged leaves a file of its own
 * beside it, and the owner looks at all of them when columns are made next.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listen/columns_private.h"

static const char *path_of(struct arena *a, str folder)
{
    return str_format(a, "%.*s/damaged", STR(folder)).ptr;
}

/* Where it cannot be left, the question has said so to a person all the same. */
void columns_note_damage(str folder)
{
    struct arena *a = arena_make(0);
    int file = open(path_of(a, folder), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0)
        (void)close(file);
    arena_done(a);
}

bool columns_has_noted_damage(str folder)
{
    struct arena *a = arena_make(0);
    bool has = access(path_of(a, folder), F_OK) == 0;
    arena_done(a);
    return has;
}

void columns_forget_damage(str folder)
{
    struct arena *a = arena_make(0);
    (void)unlink(path_of(a, folder));
    arena_done(a);
}
