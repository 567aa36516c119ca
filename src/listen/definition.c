/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/definition.h"

enum { SIGNS = 3 };

static const struct {
    str signs[SIGNS]; /* columns that it has, all of them */
    const char *tool;
} definitions[] = {
    {{S_INIT("SurveyID"), S_INIT("Element"), S_INIT("PrimaryAttribute")}, "Qualtrics"},
    {{S_INIT("pages"), S_INIT("title"), S_INIT("showProgressBar")}, "SurveyJS"},
    {{S_INIT("pages"), S_INIT("title"), S_INIT("completedHtml")}, "SurveyJS"},
};

static bool has(const str *header, size_t len, str sign)
{
    for (size_t i = 0; i < len; i++)
        if (str_equal(header[i], sign))
            return true;
    return false;
}

struct err *definition_check(struct arena *a, str name, const str *header, size_t len)
{
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
        size_t found = 0;
        for (size_t k = 0; k < SIGNS; k++)
            found += has(header, len, definitions[i].signs[k]);
        if (found == SIGNS)
            FAIL(a, WHY_INVALID,
                 "%.*s is the definition of a survey of %s: it says what is asked, and holds no "
                 "answers. Export the responses, as CSV for instance, and import these.",
                 STR(name), definitions[i].tool);
    }
    return NULL;
}
