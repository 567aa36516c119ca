/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/codepage.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { OPEN_FIRST = 0x80, OPEN_LAST = 0x9F, EURO = 0x80, ELLIPSIS = 0x85 };

enum page { WINDOWS, DOS, PAGES };

/* What a character is, and between what it stands. */
enum shape {
    BLANK,    /* a space, what ends a cell or a line, the end */
    SIGN,     /* a digit, a mark; in the table: not beside a letter */
    LOWER,    /* a letter: beside another one */
    UPPER,    /* the same, at a word's front or among capitals */
    OPENING,  /* behind no letter, before something */
    CLOSING,  /* before no letter, behind something */
    QUOTE,    /* not between letters: languages open and close with the same ones */
    ANYWHERE, /* apostrophe and dashes */
    NOWHERE,  /* the code page has none here */
};

struct meaning {
    uint16_t point;
    uint8_t shape;
};

/* Of the bytes 80..9F.  80 and 85 of cp850 (Ç, à) are here what they are by rule. */
static const struct meaning meanings[PAGES][OPEN_LAST - OPEN_FIRST + 1] = {
    [WINDOWS] = {{0x20AC, SIGN},    {0x81, NOWHERE},   {0x201A, OPENING},  {0x192, SIGN},
                 {0x201E, OPENING}, {0x2026, SIGN},    {0x2020, CLOSING},  {0x2021, CLOSING},
                 {0x2C6, SIGN},     {0x2030, SIGN},    {0x160, UPPER},     {0x2039, OPENING},
                 {0x152, UPPER},    {0x8D, NOWHERE},   {0x17D, UPPER},     {0x8F, NOWHERE},
                 {0x90, NOWHERE},   {0x2018, QUOTE},   {0x2019, ANYWHERE}, {0x201C, QUOTE},
                 {0x201D, QUOTE},   {0x2022, SIGN},    {0x2013, ANYWHERE}, {0x2014, ANYWHERE},
                 {0x2DC, SIGN},     {0x2122, CLOSING}, {0x161, LOWER},     {0x203A, CLOSING},
                 {0x153, LOWER},    {0x9D, NOWHERE},   {0x17E, LOWER},     {0x178, UPPER}},
    [DOS] = {{0x20AC, SIGN}, {0xFC, LOWER}, {0xE9, LOWER}, {0xE2, LOWER}, {0xE4, LOWER},
             {0x2026, SIGN}, {0xE5, LOWER}, {0xE7, LOWER}, {0xEA, LOWER}, {0xEB, LOWER},
             {0xE8, LOWER},  {0xEF, LOWER}, {0xEE, LOWER}, {0xEC, LOWER}, {0xC4, UPPER},
             {0xC5, UPPER},  {0xC9, UPPER}, {0xE6, LOWER}, {0xC6, UPPER}, {0xF4, LOWER},
             {0xF6, LOWER},  {0xF2, LOWER}, {0xFB, LOWER}, {0xF9, LOWER}, {0xFF, LOWER},
             {0xD6, UPPER},  {0xDC, UPPER}, {0xF8, LOWER}, {0xA3, SIGN},  {0xD8, UPPER},
             {0xD7, SIGN},   {0x192, SIGN}},
};

static bool is_open(unsigned char byte)
{
    return byte >= OPEN_FIRST && byte <= OPEN_LAST && byte != EURO && byte != ELLIPSIS;
}

static struct meaning meaning_of(unsigned char byte, enum page page)
{
    return meanings[page][byte - OPEN_FIRST];
}

static bool is_letter(enum shape shape)
{
    return shape == LOWER || shape == UPPER;
}

static enum shape shape_of_ascii(char c)
{
    if (c >= 'a' && c <= 'z')
        return LOWER;
    if (c >= 'A' && c <= 'Z')
        return UPPER;
    return c <= ' ' || str_has(S(",;|\""), c) ? BLANK : SIGN;
}

static enum shape shape_of(uint32_t point)
{
    if (point < 0x80)
        return shape_of_ascii((char)point);
    if (point == 0xA0)
        return BLANK;
    if (point < 0xC0 || point == 0xD7 || point == 0xF7 || point >= 0x2000)
        return SIGN;
    return point < 0xDF ? UPPER : LOWER;
}

/* What stands at the front of a text, if its open bytes are of this page. */
static enum shape shape_at(str text, enum page page)
{
    if (text.len == 0)
        return BLANK;
    unsigned char byte = (unsigned char)text.ptr[0];
    if (byte >= OPEN_FIRST && byte <= OPEN_LAST) {
        enum shape shape = meaning_of(byte, page).shape;
        return is_letter(shape) ? shape : SIGN;
    }
    uint32_t point;
    (void)text_next(&text, &point);
    return shape_of(point);
}

static bool fits(enum shape shape, enum shape before, enum shape after)
{
    bool behind_letter = is_letter(before), before_letter = is_letter(after);
    switch (shape) {
    case LOWER:
        return behind_letter || before_letter;
    case UPPER:
        return behind_letter ? before == UPPER && after != LOWER : before_letter;
    case OPENING:
        return !behind_letter && after != BLANK;
    case CLOSING:
        return !before_letter && before != BLANK;
    case QUOTE:
        return !behind_letter || !before_letter;
    case SIGN:
        return !behind_letter && !before_letter;
    case ANYWHERE:
        return true;
    case BLANK:
    case NOWHERE:
        return false;
    }
    return false;
}

/* ---- character by character ---- */

enum taken {
    TAKEN_PLAIN,   /* of ASCII, Latin-1, or by rule */
    TAKEN_UTF8,    /* a sequence of several bytes */
    TAKEN_WINDOWS, /* clearly, by its neighbours */
    TAKEN_DOS,
    TAKEN_UNCLEAR, /* as the text's other ones */
};

struct reading {
    str rest;
    struct codepage page;
    enum shape before[PAGES]; /* what was taken last, if open bytes are of this page */
    enum taken taken;
    bool was_dos; /* it was read as cp850 */
};

/* Accented Latin letters, signs and punctuation, and what takes three bytes or four: other
 * code pages have no use for "Ã©" and "â€™", but for "É" before a no-break space. */
static bool is_telling(uint32_t point)
{
    return (point >= 0xA0 && point < 0x100) || point >= 0x800;
}

static enum taken judge(const struct reading *r, unsigned char byte)
{
    str behind = str_slice(r->rest, 1, r->rest.len);
    bool fit[PAGES];
    for (enum page p = 0; p < PAGES; p++)
        fit[p] = fits(meaning_of(byte, p).shape, r->before[p], shape_at(behind, p));
    if (meaning_of(byte, WINDOWS).shape == NOWHERE || (fit[DOS] && !fit[WINDOWS]))
        return TAKEN_DOS;
    return fit[WINDOWS] && !fit[DOS] ? TAKEN_WINDOWS : TAKEN_UNCLEAR;
}

static uint32_t take_open(struct reading *r, unsigned char byte)
{
    r->taken = judge(r, byte);
    r->was_dos = r->taken == TAKEN_DOS || (r->taken == TAKEN_UNCLEAR && r->page.is_dos);
    for (enum page p = 0; p < PAGES; p++)
        r->before[p] = shape_at(r->rest, p);
    r->rest = str_slice(r->rest, 1, r->rest.len);
    return meaning_of(byte, r->was_dos ? DOS : WINDOWS).point;
}

/* Takes the next character off the front of what is left, which is not ASCII. */
static uint32_t take_high(struct reading *r)
{
    unsigned char byte = (unsigned char)r->rest.ptr[0];
    uint32_t point;
    str behind = r->rest;
    r->was_dos = false;
    bool is_sequence = text_next(&behind, &point);
    if (is_sequence && !r->page.is_utf8 && !is_telling(point)) {
        behind = str_slice(r->rest, 1, r->rest.len);
        point = byte;
        is_sequence = false;
    }
    if (!is_sequence && is_open(byte))
        return take_open(r, byte);
    if (!is_sequence && (byte == EURO || byte == ELLIPSIS))
        point = meaning_of(byte, WINDOWS).point;
    r->taken = is_sequence ? TAKEN_UTF8 : TAKEN_PLAIN;
    r->rest = behind;
    r->before[WINDOWS] = r->before[DOS] = shape_of(point);
    return point;
}

/* What is ASCII up to the next other byte, or the end. */
static str take_plain(struct reading *r)
{
    str plain = str_slice(r->rest, 0, text_ascii_len(r->rest));
    if (plain.len)
        r->before[WINDOWS] = r->before[DOS] = shape_of((unsigned char)plain.ptr[plain.len - 1]);
    r->rest = str_slice(r->rest, plain.len, r->rest.len);
    return plain;
}

/* ---- what a text shows ---- */

/* How often its characters above 127 were which. */
struct count {
    size_t sequences, strays; /* of UTF-8; bytes that are none */
    size_t dos, windows;      /* clearly */
    bool has_dos;             /* clearly or not */
};

static struct count count_characters(str text, struct codepage page)
{
    struct reading r = {.rest = text, .page = page};
    struct count count = {.sequences = 0};
    for ((void)take_plain(&r); r.rest.len; (void)take_plain(&r)) {
        (void)take_high(&r);
        count.sequences += r.taken == TAKEN_UTF8;
        count.strays += r.taken != TAKEN_UTF8;
        count.dos += r.taken == TAKEN_DOS;
        count.windows += r.taken == TAKEN_WINDOWS;
        count.has_dos |= r.was_dos;
    }
    return count;
}

/* Without the beginning of a sequence of UTF-8 at its end. */
static str without_cut_sequence(str sample)
{
    for (size_t back = 1; back <= 4 && back <= sample.len; back++)
        if (((unsigned char)sample.ptr[sample.len - back] & 0xC0U) != 0x80U)
            return str_slice(sample, 0, sample.len - back);
    return sample;
}

struct codepage codepage_of_sample(str sample, bool whole)
{
    if (!whole)
        sample = without_cut_sequence(sample);
    struct codepage page = {.is_utf8 = true};
    if (text_is_utf8(sample))
        return page;
    struct count count = count_characters(sample, page);
    page.is_utf8 = count.sequences > count.strays;
    if (!page.is_utf8)
        count = count_characters(sample, page);
    page.is_dos = count.dos > count.windows;
    return page;
}

struct codepage codepage_of_record(str record, struct codepage file, bool *is_mixed)
{
    *is_mixed = false;
    if (file.is_utf8 && text_is_utf8(record))
        return file;
    struct count count = count_characters(record, file);
    struct codepage page = file;
    if (count.dos != count.windows)
        page.is_dos = count.dos > count.windows;
    if (page.is_dos != file.is_dos)
        count = count_characters(record, page);
    *is_mixed = file.is_utf8 || count.sequences > 0 || count.has_dos;
    return page;
}

str codepage_decode(struct arena *a, str bytes, struct codepage record)
{
    if (str_is_ascii(bytes) || (record.is_utf8 && text_is_utf8(bytes)))
        return bytes;
    struct buf b = buf_make(a, bytes.len * 3);
    struct reading r = {.rest = bytes, .page = record};
    for (;;) {
        buf_add(&b, take_plain(&r));
        if (r.rest.len == 0)
            break;
        text_add(&b, take_high(&r));
    }
    return buf_str(&b);
}
