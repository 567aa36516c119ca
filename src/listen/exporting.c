/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/exporting.h"

#include <errno.h>

#include "base/limits.h"
#include "base/progress.h"
#include "listen/export_write.h"

enum { SIGNALS_BETWEEN_LOOKS = 1024 };

#define PIECE_BYTES (256 * KIB)

static const struct {
    const char *name, *type;
} formats[EXPORT_FORMAT_COUNT] = {
    [EXPORT_CSV] = {"csv", "text/csv; charset=utf-8"},
    [EXPORT_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    [EXPORT_NDJSON] = {"ndjson", "application/x-ndjson"},
    [EXPORT_MAP] = {"map", "text/plain; charset=utf-8"},
};

const char *export_format_name(enum export_format format)
{
    return formats[format].name;
}

const char *export_format_type(enum export_format format)
{
    return formats[format].type;
}

bool export_format_of_name(str name, enum export_format *format)
{
    for (unsigned i = 0; i < EXPORT_FORMAT_COUNT; i++)
        if (str_equal(name, str_of_chars(formats[i].name))) {
            *format = (enum export_format)i;
            return true;
        }
    return false;
}

/* Where the text goes: a file or a stream. */
struct sink {
    struct arena *a;
    struct new_file *file; /* NULL: the stream */
    FILE *stream;
};

static struct err *empty_into(const struct sink *to, struct buf *out)
{
    str bytes = buf_str(out);
    out->len = 0;
    if (to->file)
        return new_file_add(to->a, to->file, bytes);
    if (fwrite(bytes.ptr, 1, bytes.len, to->stream) < bytes.len || fflush(to->stream) != 0)
        FAIL(to->a, WHY_FAILED, "The export could not be written: %s.", strerror(errno));
    return NULL;
}

static struct err *check(const struct sink *to, const struct exporting *e, const struct buf *out,
                         uint64_t number)
{
    if (out->full)
        FAIL(to->a, WHY_LIMIT, "Signal %llu of \"%.*s\" would be longer than %zu MiB.",
             (unsigned long long)number, STR(e->x->source.key), LIMIT_EXPORT_ROW_BYTES / MIB);
    if (number % SIGNALS_BETWEEN_LOOKS == 0 && e->ends && atomic_load(e->ends))
        FAIL(to->a, WHY_FAILED, "The export was ended before it was whole; nothing of it stays.");
    return NULL;
}

static struct err *write_signals(const struct sink *to, const struct exporting *e,
                                 const struct export_writer *writer, struct progress *progress)
{
    struct buf out = buf_make(to->a, LIMIT_EXPORT_ROW_BYTES);
    struct export_reader *reader = NULL;
    struct exported signal;
    bool found = false;
    TRY(export_reader_make(to->a, e->db, e->x, e->key, &reader));
    if (writer->begin)
        writer->begin(&out, e->x);
    for (uint64_t number = 1;; number++) {
        TRY(export_reader_next(reader, &signal, &found));
        if (!found)
            break;
        TRY(writer->add(to->a, &out, e->x, &signal, number));
        TRY(check(to, e, &out, number));
        if (progress && number % SIGNALS_BETWEEN_LOOKS == 0)
            progress_show(progress, number);
        if (out.len >= PIECE_BYTES)
            TRY(empty_into(to, &out));
    }
    if (writer->end)
        writer->end(&out);
    return empty_into(to, &out);
}

static struct err *write_all(const struct sink *to, const struct exporting *e,
                             const struct export_writer *writer)
{
    struct progress *progress = NULL;
    if (e->shows_progress)
        progress = progress_make(
            to->a, e->shows_progress,
            str_to_chars(to->a, str_format(to->a, "Exporting %.*s", STR(e->x->source.key))),
            e->x->signals);
    struct err *error = write_signals(to, e, writer, progress);
    if (progress)
        progress_end(progress);
    return error;
}

static struct err *write_map(const struct sink *to, const struct exporting *e)
{
    str text;
    TRY(export_map(to->a, e->x, &text));
    struct buf out = buf_make(to->a, text.len);
    buf_add(&out, text);
    return empty_into(to, &out);
}

static struct err *write_to(const struct sink *to, const struct exporting *e,
                            enum export_format format)
{
    if (format == EXPORT_MAP)
        return write_map(to, e);
    return write_all(to, e, format == EXPORT_CSV ? &export_csv_writer : &export_lines_writer);
}

/* The sheet lies beside the workbook until it is packed. */
static struct err *write_book(struct arena *a, const struct exporting *e, struct new_file *file)
{
    struct new_file *sheet = NULL;
    TRY(new_file_make(a, str_format(a, "%.*s.sheet", STR(new_file_path(file))), &sheet));
    TRY(write_all(&(struct sink){.a = a, .file = sheet}, e, &export_sheet_writer));
    TRY(export_book(a, e->x, e->now, new_file_path(sheet), new_file_path(file)));
    return new_file_reopen(a, file);
}

struct err *exporting_to_file(struct arena *a, const struct exporting *e, enum export_format format,
                              struct new_file *file)
{
    if (format == EXPORT_XLSX)
        return write_book(a, e, file);
    return write_to(&(struct sink){.a = a, .file = file}, e, format);
}

struct err *exporting_to_stream(struct arena *a, const struct exporting *e,
                                enum export_format format, FILE *to)
{
    return write_to(&(struct sink){.a = a, .stream = to}, e, format);
}
