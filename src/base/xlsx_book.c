/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/xlsx_book.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/xml.h"

/* ---- relationships: what a part calls the others by ---- */

struct relationship {
    str id, type, target; /* a path in the archive */
};

struct relationships {
    struct arena *arena;
    str folder; /* of the part that has them, with its "/" */
    struct relationship *list;
    size_t len, room;
};

/* Of the part that lies in folder: "/xl/a.xml", "a.xml" or "../a.xml". */
static str resolve(struct arena *a, str folder, str target)
{
    if (str_starts_with(target, S("/")))
        return str_slice(target, 1, target.len);
    while (str_starts_with(target, S("../"))) {
        target = str_slice(target, 3, target.len);
        for (folder.len -= folder.len > 0; folder.len && folder.ptr[folder.len - 1] != '/';)
            folder.len--;
    }
    return str_format(a, "%.*s%.*s", STR(folder), STR(target));
}

static void on_relationship(void *ctx, str name, const struct xml_attributes *attributes)
{
    struct relationships *r = ctx;
    if (!str_equal(name, S("Relationship")) || r->len == LIMIT_ZIP_MEMBERS)
        return;
    if (r->len == r->room)
        r->list = arena_grow_array(r->arena, r->list, r->len, &r->room, sizeof *r->list);
    r->list[r->len++] = (struct relationship){
        .id = str_copy(r->arena, xml_attribute(attributes, "Id")),
        .type = str_copy(r->arena, xml_attribute(attributes, "Type")),
        .target =
            resolve(r->arena, r->folder, str_copy(r->arena, xml_attribute(attributes, "Target"))),
    };
}

static void on_close(void *ctx, str name)
{
    (void)ctx, (void)name;
}

static void on_text(void *ctx, str piece)
{
    (void)ctx, (void)piece;
}

/* Of the part at path; none where it has none. */
static struct err *read_relationships(struct arena *a, const struct zip_archive *z, str path,
                                      struct relationships *out)
{
    static const struct xml_handler handler = {on_relationship, on_close, on_text};
    size_t folder_len = path.len, member = 0;
    while (folder_len && path.ptr[folder_len - 1] != '/')
        folder_len--;
    *out = (struct relationships){.arena = a, .folder = str_slice(path, 0, folder_len)};
    str base = str_slice(path, folder_len, path.len);
    str lies = str_format(a, "%.*s_rels/%.*s.rels", STR(out->folder), STR(base));
    return zip_archive_find(z, lies, &member) ? xml_read_all(a, z, member, &handler, out) : NULL;
}

static bool ends_with(str s, str end)
{
    return s.len >= end.len && str_equal(str_slice(s, s.len - end.len, s.len), end);
}

/* The member of the first relationship of a type, by the end of its name: the namespaces
 * of the two editions of the standard differ before it. */
static size_t member_of_type(const struct zip_archive *z, const struct relationships *r, str type)
{
    size_t member = SIZE_MAX;
    for (size_t i = 0; i < r->len; i++)
        if (ends_with(r->list[i].type, type) && zip_archive_find(z, r->list[i].target, &member))
            return member;
    return SIZE_MAX;
}

/* ---- the workbook ---- */

struct reader {
    struct arena *arena;
    const struct zip_archive *archive;
    struct relationships relationships;
    struct xlsx_sheet *sheets;
    size_t len, room;
    bool is_1904;
};

static void add_sheet(struct reader *r, const struct xml_attributes *attributes)
{
    str id = xml_attribute(attributes, "id"), state = xml_attribute(attributes, "state");
    for (size_t i = 0; i < r->relationships.len && r->len < LIMIT_WORKBOOK_SHEETS; i++) {
        const struct relationship *to = &r->relationships.list[i];
        size_t member = 0;
        if (!str_equal(to->id, id) || !ends_with(to->type, S("/worksheet")) ||
            !zip_archive_find(r->archive, to->target, &member))
            continue;
        if (r->len == r->room)
            r->sheets = arena_grow_array(r->arena, r->sheets, r->len, &r->room, sizeof *r->sheets);
        r->sheets[r->len++] = (struct xlsx_sheet){
            .name = str_copy(r->arena, xml_attribute(attributes, "name")),
            .member = member,
            .is_hidden = state.len && !str_equal(state, S("visible")),
        };
    }
}

static void on_workbook(void *ctx, str name, const struct xml_attributes *attributes)
{
    struct reader *r = ctx;
    if (str_equal(name, S("sheet"))) {
        add_sheet(r, attributes);
    } else if (str_equal(name, S("workbookPr"))) {
        str counts = xml_attribute(attributes, "date1904");
        r->is_1904 = str_equal(counts, S("1")) || str_equal(counts, S("true"));
    }
}

/* What an archive is that is no workbook. */
static struct err *no_workbook(struct arena *a, const struct zip_archive *z)
{
    static const struct {
        str member;
        const char *what;
    } others[] = {
        {S_INIT("xl/workbook.bin"), "a binary Excel workbook (.xlsb); save it as .xlsx"},
        {S_INIT("word/document.xml"), "a Word document; put its table into a spreadsheet"},
        {S_INIT("ppt/presentation.xml"), "a PowerPoint presentation, not a table"},
        {S_INIT("content.xml"), "an OpenDocument file (.ods); save the sheet as .xlsx or CSV"},
        {S_INIT("Index/Document.iwa"), "a Numbers or Pages document; export it as .xlsx or CSV"},
    };
    size_t member = 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (zip_archive_find(z, others[i].member, &member))
            FAIL(a, WHY_INVALID, "\"%.*s\" is %s.", STR(zip_archive_name(z)), others[i].what);
    FAIL(a, WHY_INVALID,
         "\"%.*s\" is a ZIP file with no workbook in it; unpack it and name the file with the "
         "answers.",
         STR(zip_archive_name(z)));
}

struct err *xlsx_book_read(struct arena *a, const struct zip_archive *z, struct xlsx_book *out)
{
    static const struct xml_handler handler = {on_workbook, on_close, on_text};
    struct reader r = {.arena = a, .archive = z};
    size_t len = 0, none = 0;
    struct relationships of_package;
    TRY(read_relationships(a, z, S(""), &of_package));
    size_t workbook = member_of_type(z, &of_package, S("/officeDocument"));
    if (workbook == SIZE_MAX && !zip_archive_find(z, S("xl/workbook.xml"), &workbook))
        return no_workbook(a, z);
    if (zip_archive_find(z, S("word/document.xml"), &none) ||
        zip_archive_find(z, S("ppt/presentation.xml"), &none) ||
        zip_archive_find(z, S("xl/workbook.bin"), &none))
        return no_workbook(a, z);
    TRY(read_relationships(a, z, zip_archive_members(z, &len)[workbook].name, &r.relationships));
    TRY(xml_read_all(a, z, workbook, &handler, &r));
    *out = (struct xlsx_book){
        .archive = z,
        .sheets = r.sheets,
        .sheets_len = r.len,
        .is_1904 = r.is_1904,
        .texts = member_of_type(z, &r.relationships, S("/sharedStrings")),
        .styles = member_of_type(z, &r.relationships, S("/styles")),
    };
    return NULL;
}
