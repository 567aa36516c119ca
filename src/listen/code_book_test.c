/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/code_book.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

static struct code_book book_of(struct test *t, const char *text)
{
    struct code_book book = {.len = 0};
    CHECK_OK(code_book_read(t->arena, test_write(t, "codes", str_of_chars(text)), &book));
    return book;
}

/* "NETPRO|How likely|0=not 10=very|missing 11\n" */
static str book_text(struct test *t, struct code_book book)
{
    struct buf b = buf_make(t->arena, MIB);
    for (size_t i = 0; i < book.len; i++) {
        const struct code_book_variable *v = &book.variables[i];
        buf_addf(&b, "%.*s|%.*s|", STR(v->name), STR(v->label));
        for (size_t c = 0; c < v->codes_len; c++)
            buf_addf(&b, "%s%.*s=%.*s", c ? " " : "", STR(v->codes[c].code),
                     STR(v->codes[c].label));
        for (size_t m = 0; m < v->missing_len; m++)
            buf_addf(&b, "%s%.*s", m ? "," : "|", STR(v->missing[m]));
        buf_add_char(&b, '\n');
    }
    return buf_str(&b);
}

static void check_fails(struct test *t, const char *text, const char *at, const char *part)
{
    struct code_book book;
    struct err *e = code_book_read(t->arena, test_write(t, "codes", str_of_chars(text)), &book);
    CHECK_THAT(e && e->why == WHY_INVALID, "no error: %s", text);
    CHECK_STR(e->at, str_of_chars(at));
    CHECK_THAT(strstr(str_to_chars(t->arena, e->text), part), "%.*s", STR(e->text));
}

TEST(a_pasted_text_is_a_code_book)
{
    struct code_book book = book_of(t, "\xEF\xBB\xBFNETPRO: How likely are you to recommend us?\r\n"
                                       "0 = Not at all likely\r\n"
                                       "10 = Extremely likely\r\n"
                                       "\r\n"
                                       "[GATE] Where did you board?\r\n"
                                       "1 - Terminal A\n2. Terminal B\n3) Terminal C\n"
                                       "4: Terminal D\n5 \xE2\x80\x93 Terminal E\n6\tTerminal F\n"
                                       "-9 Not asked\nDK = Don't know\n"
                                       "Q1. Was it easy?\n1 yes\n2 no\n"
                                       "seg\tBranch\n1\tNorth\n2\tSouth\n"
                                       "LANG\n1=English\n");
    CHECK_STR(book_text(t, book),
              S("NETPRO|How likely are you to recommend us?|0=Not at all likely 10=Extremely "
                "likely\n"
                "GATE|Where did you board?|1=Terminal A 2=Terminal B 3=Terminal C 4=Terminal D "
                "5=Terminal E 6=Terminal F -9=Not asked DK=Don't know\n"
                "Q1|Was it easy?|1=yes 2=no\n"
                "seg|Branch|1=North 2=South\n"
                "LANG||1=English\n"));
    CHECK_STR(book.variables[2].heading, S("Q1. Was it easy?"));
    CHECK_INT(book.variables[3].line, 17);
}

TEST(a_table_of_variables_and_values_is_a_code_book)
{
    CHECK_STR(book_text(t, book_of(t, "Variable,Question,Value,Value Label\n"
                                      "GATE,Where?,1,\"Terminal A, west\"\n,,2,Terminal B\n"
                                      "LANG,,E,English\n")),
              S("GATE|Where?|1=Terminal A, west 2=Terminal B\nLANG||E=English\n"));
    CHECK_STR(book_text(t, book_of(t, "Spalte;Wert;Bezeichnung;Fehlend\n"
                                      "Note;1;sehr gut;\n;6;ungen\xFCgend;\n;9;k.A.;ja\n")),
              S("Note||1=sehr gut 6=ungen\xC3\xBCgend 9=k.A.|9\n"));
    CHECK_STR(book_text(t, book_of(t, "champ\tvaleur\tlibell\xC3\xA9\nsexe\t1\tfemme\n")),
              S("sexe||1=femme\n"));
    CHECK_STR(book_text(t, book_of(t, "name|values|description\n"
                                      "x|1 = a; 2 = b|The question\n")),
              S("x||1=a 2=b\n"));
    CHECK_STR(book_text(t, book_of(t, "column,description\nQ1,How was it?\n")),
              S("Q1|How was it?|\n"));
}

TEST(what_spss_says_of_variables_is_a_code_book)
{
    CHECK_STR(book_text(t, book_of(t, "* made by hand.\nGET FILE='x.sav'.\n"
                                      "VARIABLE LABELS q1 'How was it?' /q2 \"Don't ask\".\n"
                                      "VALUE LABELS q1 q2\n 1 'bad' 2 'it''s good'\n"
                                      " / lang 'E' 'English'.\n"
                                      "Missing Values q1 q2 (6, 99) / lang ('X').\n"
                                      "EXECUTE.\n")),
              S("q1|How was it?|1=bad 2=it's good|6,99\n"
                "q2|Don't ask|1=bad 2=it's good|6,99\n"
                "lang||E=English|X\n"));
}

TEST(a_code_book_that_cannot_be_read_names_its_line)
{
    check_fails(t, "NETPRO: x\n0 = no\nwhat is this\n", "line 3", "neither a variable");
    check_fails(t, "GATE: x\n1 = A\n2 = B\n1 = C\n", "line 4", "is \"A\" already, not \"C\"");
    check_fails(t, "variable,value,label\nx,1,a\ny,2\n", "line 3", "cells");
    check_fails(t, "variable,value,label\n,1,a\n", "line 2", "before any variable");
    check_fails(t, "VALUE LABELS q 1 'a' 2 b.\n", "line 1", "a label in quotes");
    check_fails(t, "VALUE LABELS q 1 'a\n 2 'b'.\n", "line 1", "not closed");
}

TEST(a_code_book_that_is_too_long_is_not_read)
{
    struct buf b = buf_make(t->arena, 2 * LIMIT_CODE_BOOK_BYTES);
    buf_add_repeated(&b, S("Q: x\n"), LIMIT_CODE_BOOK_BYTES / 5 + 1);
    struct code_book book;
    struct err *e = code_book_read(t->arena, test_write(t, "codes", buf_str(&b)), &book);
    CHECK(e && e->why == WHY_LIMIT);
}

static str joined_text(struct test *t, const char *map_text, const char *codes,
                       struct code_book_joined *joined)
{
    const str header[] = {S("NETPRO"), S("gate"), S("Q1. Was it easy?"), S("x"), S("x")};
    enum { LEN = sizeof header / sizeof *header };
    struct import_map map;
    CHECK_OK(import_map_of_str(t->arena, str_of_chars(map_text), &map));
    CHECK_OK(import_map_bind(t->arena, &map, header, LEN));
    struct code_book book = book_of(t, codes);
    code_book_join(t->arena, &book, header, LEN, &map, joined);
    CHECK_OK(import_map_bind(t->arena, &map, header, LEN));
    return import_map_to_text(t->arena, &map);
}

TEST(a_code_book_becomes_entries_of_the_map)
{
    struct code_book_joined joined;
    CHECK_STR(joined_text(t, "source: sfo\n[NETPRO]\nfield: recommend\n",
                          "NETPRO: How likely?\n0 = no\nGATE: Where?\n1 = A\nQ1. Was it easy?\n"
                          "1 = yes\nOTHER: z\n1 = a\nTHIRD: z\n",
                          &joined),
              S("source: sfo\n\n[NETPRO]\nfield: recommend\nlabel: How likely?\ncode 0: no\n"
                "\n[gate]\nlabel: Where?\ncode 1: A\n"
                "\n[Q1. Was it easy?]\nlabel: Was it easy?\ncode 1: yes\n"));
    CHECK_INT(joined.columns, 3);
    CHECK_INT(joined.unknown, 2);
    CHECK_STR(joined.first_unknown, S("OTHER"));
    CHECK_INT(joined.differences, 0);
}

TEST(where_map_and_code_book_differ_the_map_wins)
{
    struct code_book_joined joined;
    CHECK_STR(joined_text(t, "[gate] code 1: Gate One\nlabel: Which gate?\n[#4] label: x\n",
                          "variable,value,label,missing\ngate,1,A,\n,2,B,\n,9,none,yes\nx,1,a,\n",
                          &joined),
              S("\n[gate]\nlabel: Which gate?\nmissing: 9\ncode 1: Gate One\ncode 2: B\n"
                "code 9: none\n\n[#4]\nlabel: x\ncode 1: a\n"));
    CHECK_INT(joined.differences, 1);
    CHECK_STR(joined.first_differing, S("gate"));
    CHECK_STR(
        joined.first_difference,
        S("The map says that code \"1\" of \"gate\" is \"Gate One\", the code book \"A\"; the "
          "map's is taken."));
}
