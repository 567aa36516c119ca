/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/test.h"
#include "listen/import_plan.h"
#include "listen/import_words_personal.h"

/* The plan of one column of these cells, separated by "|", and of the numbers 1 … */
static struct import_plan plan_of(struct test *t, const char *name, const char *cells,
                                  const char *map)
{
    str header[] = {str_of_chars(name), S("n")};
    struct import_profile *profile = import_profile_make(t->arena, 2, false);
    size_t records = 0;
    for (str rest = str_of_chars(cells); rest.ptr;) {
        str cell = str_cut(rest, '|', &rest);
        str row[] = {cell, str_format(t->arena, "%zu", ++records)};
        import_profile_add(profile, row);
    }
    struct import_map m = {.columns_len = 0};
    if (map)
        CHECK_OK(import_map_of_str(t->arena, str_of_chars(map), &m));
    struct import_known known = {.fields = import_canonical_fields,
                                 .fields_len = IMPORT_CANONICAL_FIELDS};
    struct import_plan_ask ask = {.header = header,
                                  .header_len = 2,
                                  .profile = profile,
                                  .map = map ? &m : NULL,
                                  .known = &known};
    struct import_plan plan;
    CHECK_OK(import_plan_make(t->arena, &ask, &plan));
    return plan;
}

static const struct import_question *personal(const struct import_plan *p)
{
    for (size_t i = 0; i < p->questions_len; i++)
        if (str_equal(str_of_chars(p->questions[i].code), S("personal")))
            return &p->questions[i];
    return NULL;
}

#define PHONES "+49 30 1234567|+49 30 7654321|+49 171 234567|+49 89 998877|+49 40 112233"
#define PLAIN "5550100101|5550100102|5550100103|5550100104|5550100105|5550100106"

static void check_personal(struct test *t, const char *name, const char *cells)
{
    struct import_plan p = plan_of(t, name, cells, NULL);
    CHECK_THAT(personal(&p), "%s is not personal", name);
    CHECK_INT(p.columns[0].kind, IMPORT_COMMENT);
    CHECK(!p.columns[0].is_shared); /* it is not the field comment */
}

static void check_not_personal(struct test *t, const char *name, const char *cells)
{
    struct import_plan p = plan_of(t, name, cells, NULL);
    CHECK_THAT(!personal(&p), "%s is personal", name);
    CHECK(p.columns[0].kind != IMPORT_COMMENT);
}

TEST(a_column_of_telephones_is_sealed)
{
    check_personal(t, "Phone", PHONES);
    check_personal(t, "contact", PHONES);
    check_personal(t, "Telefonnummer", PLAIN);
    check_personal(t, "mobile_no", PLAIN);
    check_not_personal(t, "revenue", PLAIN);
    check_not_personal(t, "mobile revenue", PLAIN);
    check_not_personal(t, "Phone", "yes|no|yes|no|no|yes");
}

TEST(a_column_of_telephones_is_asked_about)
{
    struct import_plan p = plan_of(t, "Phone", PHONES, NULL);
    CHECK_STR(personal(&p)->map, S("[Phone] kind: skip"));
    CHECK_STR(personal(&p)->text,
              S("\"Phone\" holds telephone numbers, by the shape of nearly all of its cells. It is "
                "kept sealed, like what people wrote, and nobody can look through it; the line "
                "leaves it out."));
}

TEST(the_map_says_otherwise)
{
    struct import_plan p = plan_of(t, "Phone", PHONES, "[Phone] kind: text");
    CHECK(!personal(&p));
    CHECK_INT(p.columns[0].kind, IMPORT_TEXT);
    p = plan_of(t, "Phone", PHONES, "[Phone] kind: skip");
    CHECK(!personal(&p));
    p = plan_of(t, "Phone", PHONES, "person: Phone");
    CHECK(!personal(&p));
    CHECK_INT(p.columns[0].kind, IMPORT_SKIP);
}

#define NAMES "Ada Lovelace|Alan Turing|Grace Hopper|Emmy Noether|Ludwig van Beethoven|Kurt Gödel"

TEST(names_of_people_are_sealed_and_names_of_things_are_not)
{
    check_personal(t, "Customer Name", NAMES);
    check_personal(t, "Name", NAMES);
    check_personal(t, "first_name", "Ada|Alan|Grace|Ada|Ada|Ada");
    check_personal(t, "Vorname", "Ada|Alan|Grace|Emmy");
    check_personal(t, "nom de famille", "Roux|Müller|Péguy");
    check_not_personal(t, "brand name", NAMES);
    check_not_personal(t, "Name", "red wine|white wine|beer|water|tea|milk");
    check_not_personal(t, "username", "ada1|alan2|grace3|emmy4|kurt5");
    check_not_personal(t, "number of first names", "1|2|3|4|5|6");
}

TEST(numbers_of_bank_accounts_are_sealed_whatever_their_name)
{
    check_personal(t, "konto",
                   "DE89 3704 0044 0532 0130 00|GB82WEST12345698765432|"
                   "FR14 2004 1010 0505 0001 3M02 606");
    check_not_personal(t, "iban", "DE88 3704 0044 0532 0130 00|GB82WEST12345698765433|no");
    check_not_personal(t, "code", "AB12|CD34|EF56");
}

#define STREETS "12 Main St|3 Hill Rd|Hauptstraße 5a|7 Park Lane|9 Rue Haute|1 Low St"

TEST(addresses_are_sealed_where_they_are_people_s)
{
    check_personal(t, "Address", STREETS);
    check_personal(t, "Straße", STREETS);
    check_personal(t, "dirección", STREETS);
    check_not_personal(t, "store address", STREETS);
    check_not_personal(t, "Address", "1 Low St|1 Low St|1 Low St|1 Low St|2 High St|2 High St");
    check_personal(t, "from", "192.0.2.1|192.0.2.2|198.51.100.7|203.0.113.9|192.0.2.99");
    check_not_personal(t, "version", "1.2.3.4|1.2.3.4|1.2.3.4|1.2.3.5|1.2.3.5|1.2.3.5");
}

TEST(a_name_says_whose_it_is)
{
    struct arena *a = t->arena;
    CHECK_INT(import_words_personal(a, S("What is your name?")), NAMES_PERSON);
    CHECK_INT(import_words_personal(a, S("Name des Kunden")), NAMES_PERSON);
    CHECK_INT(import_words_personal(a, S("nombre completo")), NAMES_PERSON);
    CHECK_INT(import_words_personal(a, S("Name")), NAMES_SOMETHING);
    CHECK_INT(import_words_personal(a, S("E-Mail Address")), 0);
    CHECK_INT(import_words_personal(a, S("product_name")), 0);
    CHECK_INT(import_words_personal(a, S("IPAddress")), NAMES_COMPUTER);
    CHECK_INT(import_words_personal(a, S("How often do you cross the street at night with a dog")),
              0);
    CHECK_INT(import_words_personal(a, S("phone sales")), NAMES_PHONE);
}
