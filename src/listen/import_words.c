/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_words.h"

#include "ask/lexer.h"
#include "base/text.h"

enum { WORDS_MAX = 64 };

struct word {
    str word;
    unsigned says;
    bool is_stem;
};

#define WORD(says, word)                                                                           \
    {                                                                                              \
        S_INIT(word), (says), false                                                                \
    }
#define STEM(says, word)                                                                           \
    {                                                                                              \
        S_INIT(word), (says), true                                                                 \
    }

/* Stands among the words of a name that says overall satisfaction, effort or weight
 * without saying with what or of what. */
enum { COMPANION = 1 << 20, SAYS_OVERALL = 1 << 21, SAYS_CES = 1 << 22 };

static const struct word words[] = {
    WORD(SAYS_RECOMMEND, "nps"),
    WORD(SAYS_RECOMMEND, "netpro"),
    WORD(SAYS_RECOMMEND, "promoter"),
    WORD(SAYS_RECOMMEND, "ltr"),
    WORD(SAYS_RECOMMEND, "recommend"),
    WORD(SAYS_RECOMMEND, "recommending"),
    STEM(SAYS_RECOMMEND, "empfehl"),
    STEM(SAYS_RECOMMEND, "weiterempfehl"),
    STEM(SAYS_RECOMMEND, "recommand"),
    STEM(SAYS_RECOMMEND, "recomend"),
    STEM(SAYS_RECOMMEND, "recomiend"),
    STEM(SAYS_RECOMMEND, "raccomand"),
    STEM(SAYS_RECOMMEND, "consigli"),
    STEM(SAYS_RECOMMEND, "aanbevel"),
    STEM(SAYS_RECOMMEND, "rekommend"),
    WORD(SAYS_SATISFACTION, "satisfaction"),
    WORD(SAYS_SATISFACTION, "satisfied"),
    WORD(SAYS_SATISFACTION, "csat"),
    STEM(SAYS_SATISFACTION, "zufrieden"),
    STEM(SAYS_SATISFACTION | SAYS_OVERALL, "gesamtzufrieden"),
    STEM(SAYS_SATISFACTION, "kundenzufrieden"),
    STEM(SAYS_SATISFACTION, "satisfait"),
    STEM(SAYS_SATISFACTION, "satisfacci"),
    STEM(SAYS_SATISFACTION, "satisfech"),
    STEM(SAYS_SATISFACTION, "soddisfa"),
    STEM(SAYS_SATISFACTION, "tevreden"),
    WORD(SAYS_OVERALL, "overall"),
    WORD(SAYS_OVERALL, "total"),
    WORD(SAYS_OVERALL, "general"),
    WORD(SAYS_OVERALL, "insgesamt"),
    STEM(SAYS_OVERALL, "global"),
    WORD(SAYS_EFFORT, "effort"),
    WORD(SAYS_CES, "ces"),
    WORD(SAYS_COMMENT, "comment"),
    WORD(SAYS_COMMENT, "comments"),
    WORD(SAYS_COMMENT, "feedback"),
    WORD(SAYS_COMMENT, "verbatim"),
    WORD(SAYS_COMMENT, "verbatims"),
    STEM(SAYS_COMMENT, "kommentar"),
    STEM(SAYS_COMMENT, "comentario"),
    STEM(SAYS_COMMENT, "commentaire"),
    WORD(SAYS_WEIGHT, "weight"),
    WORD(SAYS_WEIGHT, "weights"),
    WORD(SAYS_WEIGHT, "weighting"),
    WORD(SAYS_WEIGHT, "gewicht"),
    WORD(SAYS_WEIGHT, "gewichtung"),
    WORD(SAYS_WEIGHT, "poids"),
    WORD(SAYS_WEIGHT, "peso"),
    WORD(SAYS_WEIGHT, "wt"),
    WORD(SAYS_WEIGHT, "wgt"),
    WORD(SAYS_WEIGHT, "wght"),
    WORD(SAYS_WEIGHT, "pspwght"),
    WORD(SAYS_WEIGHT, "dweight"),
    WORD(SAYS_WEIGHT, "finalwt"),
    WORD(SAYS_RATING, "rate"),
    WORD(SAYS_RATING, "rating"),
    WORD(SAYS_RATING | COMPANION, "score"),
    WORD(SAYS_RATING, "stars"),
    STEM(SAYS_RATING, "bewert"),
    WORD(SAYS_COUNT, "age"),
    WORD(SAYS_COUNT | SAYS_MANY, "count"),
    WORD(SAYS_COUNT, "percent"),
    WORD(SAYS_COUNT, "percentage"),
    WORD(SAYS_COUNT, "pct"),
    WORD(SAYS_COUNT, "day"),
    WORD(SAYS_COUNT, "month"),
    WORD(SAYS_COUNT, "week"),
    WORD(SAYS_COUNT, "weekday"),
    WORD(SAYS_COUNT, "hour"),
    WORD(SAYS_COUNT, "gender"),
    WORD(SAYS_COUNT, "sex"),
    WORD(SAYS_COUNT, "education"),
    WORD(SAYS_COUNT, "language"),
    WORD(SAYS_COUNT, "lang"),
    WORD(SAYS_COUNT | SAYS_MANY, "days"),
    WORD(SAYS_COUNT | SAYS_MANY, "hours"),
    WORD(SAYS_COUNT | SAYS_MANY, "many"),
    WORD(SAYS_COUNT | SAYS_MANY, "minutes"),
    WORD(SAYS_COUNT | SAYS_MANY, "num"),
    WORD(SAYS_COUNT | SAYS_MANY, "number"),
    WORD(SAYS_COUNT | SAYS_MANY, "quantity"),
    WORD(SAYS_COUNT | SAYS_MANY, "times"),
    WORD(SAYS_COUNT | SAYS_MANY, "visits"),
    WORD(SAYS_COUNT, "year"),
    WORD(SAYS_COUNT | SAYS_MANY, "years"),
    WORD(SAYS_COUNT | SAYS_MANY, "anzahl"),
    WORD(SAYS_COUNT | SAYS_MANY, "nombre"),
    WORD(SAYS_COUNT, "income"),
    WORD(SAYS_COUNT, "purpose"),
    WORD(SAYS_COUNT, "reason"),
    WORD(SAYS_COUNT, "tier"),
    WORD(SAYS_COUNT, "wave"),
    WORD(SAYS_COUNT, "round"),
    WORD(SAYS_COUNT, "quarter"),
    WORD(SAYS_CODE, "zip"),
    WORD(SAYS_CODE, "zipcode"),
    WORD(SAYS_CODE, "postcode"),
    WORD(SAYS_CODE, "postal"),
    WORD(SAYS_CODE, "plz"),
    WORD(SAYS_CODE, "fips"),
    WORD(SAYS_CODE, "code"),
    WORD(SAYS_CODE, "type"),
    WORD(SAYS_CODE, "group"),
    WORD(SAYS_CODE, "category"),
    WORD(SAYS_CODE, "class"),
    WORD(SAYS_CODE, "segment"),
    WORD(SAYS_CODE, "region"),
    WORD(SAYS_CODE, "district"),
    WORD(SAYS_CODE, "country"),
    WORD(SAYS_CODE, "status"),
    WORD(SAYS_CODE, "cluster"),
    WORD(SAYS_CODE, "marital"),
    WORD(SAYS_CODE, "race"),
    WORD(SAYS_CODE, "ethnicity"),
    WORD(SAYS_CODE, "religion"),
    STEM(SAYS_CODE, "postleitzahl"),
    WORD(SAYS_ELSE, "closed"),
    WORD(SAYS_ELSE, "close"),
    WORD(SAYS_ELSE, "resolved"),
    WORD(SAYS_ELSE, "resolution"),
    WORD(SAYS_ELSE, "contract"),
    WORD(SAYS_ELSE, "due"),
    WORD(SAYS_ELSE, "updated"),
    WORD(SAYS_ELSE, "modified"),
    WORD(SAYS_ELSE, "purchase"),
    WORD(SAYS_ELSE, "purchased"),
    WORD(SAYS_ELSE, "ordered"),
    WORD(SAYS_ELSE, "shipped"),
    WORD(SAYS_ELSE, "delivered"),
    WORD(SAYS_ELSE, "delivery"),
    WORD(SAYS_ELSE, "hired"),
    WORD(SAYS_ELSE, "hire"),
    WORD(SAYS_ELSE, "joined"),
    STEM(SAYS_ELSE, "expir"),
    STEM(SAYS_ELSE, "vertrag"),
    STEM(SAYS_ELSE, "kauf"),
    STEM(SAYS_ELSE, "liefer"),
    WORD(SAYS_ID, "id"),
    WORD(SAYS_ID, "uuid"),
    WORD(SAYS_ID, "guid"),
    WORD(SAYS_ID, "key"),
    WORD(SAYS_ID, "token"),
    WORD(SAYS_ID, "identifier"),
    STEM(SAYS_END, "submit"),
    STEM(SAYS_END, "complet"),
    STEM(SAYS_END, "record"),
    WORD(SAYS_END, "response"),
    WORD(SAYS_END, "responded"),
    WORD(SAYS_END, "answered"),
    WORD(SAYS_END, "end"),
    WORD(SAYS_END, "ended"),
    WORD(SAYS_END, "finished"),
    WORD(SAYS_END | SAYS_TIME, "timestamp"),
    STEM(SAYS_START, "start"),
    STEM(SAYS_COUNT | SAYS_MANY, "times"), /* Q5TIMESFLOWN */
    STEM(SAYS_COUNT, "purp"),
    WORD(SAYS_START | SAYS_TIME, "created"),
    WORD(SAYS_TIME, "time"),
    WORD(SAYS_TIME, "date"),
    WORD(SAYS_TIME, "datetime"),
    WORD(SAYS_TIME, "unix"),
    WORD(SAYS_TIME, "epoch"),
    WORD(SAYS_TIME, "ts"),
    WORD(SAYS_TIME, "zeit"),
    WORD(SAYS_TIME, "datum"),
    WORD(SAYS_TIME, "fecha"),
    STEM(SAYS_BIRTH, "birth"),
    WORD(SAYS_BIRTH, "dob"),
    WORD(SAYS_BIRTH, "born"),
    STEM(SAYS_BIRTH, "geburt"),
    STEM(SAYS_BIRTH, "naissance"),
    STEM(SAYS_BIRTH, "nacimiento"),
    WORD(SAYS_WHO, "user"),
    WORD(SAYS_WHO, "member"),
    WORD(SAYS_WHO, "patient"),
    WORD(SAYS_WHO, "guest"),
    WORD(SAYS_WHO, "subscriber"),
    WORD(SAYS_WHO, "participant"),
    WORD(SAYS_WHO, "passenger"),
    WORD(SAYS_WHO, "visitor"),
    WORD(SAYS_WHO, "person"),
    STEM(SAYS_WHO, "kunde"),
    WORD(SAYS_ACCOUNT, "account"),
    WORD(COMPANION, "a"),
    WORD(COMPANION, "all"),
    WORD(COMPANION, "are"),
    WORD(COMPANION, "case"),
    WORD(COMPANION | SAYS_WHO, "client"),
    WORD(COMPANION | SAYS_WHO, "customer"),
    WORD(COMPANION, "experience"),
    WORD(COMPANION, "final"),
    WORD(COMPANION, "from"),
    WORD(COMPANION, "how"),
    WORD(COMPANION, "index"),
    WORD(COMPANION, "is"),
    WORD(COMPANION, "level"),
    WORD(COMPANION, "of"),
    WORD(COMPANION, "on"),
    WORD(COMPANION, "our"),
    WORD(COMPANION, "q"),
    WORD(COMPANION, "question"),
    WORD(COMPANION | SAYS_WHO, "respondent"),
    WORD(COMPANION, "sample"),
    WORD(COMPANION, "sampling"),
    WORD(COMPANION, "scale"),
    WORD(COMPANION, "survey"),
    WORD(COMPANION, "the"),
    WORD(COMPANION, "to"),
    WORD(COMPANION, "us"),
    WORD(COMPANION, "was"),
    WORD(COMPANION, "were"),
    WORD(COMPANION, "with"),
    WORD(COMPANION, "you"),
    WORD(COMPANION, "your"),
    STEM(SAYS_WHO, "client"), /* further words of the stem, in other languages */
};

/* What divides a name into words. */
enum letter { LETTER_NONE, LETTER_DIGIT, LETTER_SMALL, LETTER_CAPITAL };

static enum letter letter_of(struct arena *a, str character)
{
    str rest = character;
    uint32_t c = 0;
    if (rest.len == 0 || !text_next(&rest, &c) || c == '_' || !lexer_is_letter(c))
        return LETTER_NONE;
    if (c >= '0' && c <= '9')
        return LETTER_DIGIT;
    return str_equal(text_to_lower(a, character), character) ? LETTER_SMALL : LETTER_CAPITAL;
}

static str first_character(str s)
{
    str rest = s;
    uint32_t c = 0;
    if (rest.len > 0)
        (void)text_next(&rest, &c);
    return str_slice(s, 0, s.len - rest.len);
}

/* Whether a word ends between two characters: NPSScore, nps2, likelyToRecommend. */
static bool ends_between(enum letter left, enum letter right, enum letter behind)
{
    if (left == LETTER_DIGIT || right == LETTER_DIGIT)
        return left != right;
    return right == LETTER_CAPITAL && (left == LETTER_SMALL || behind == LETTER_SMALL);
}

str import_words_next(struct arena *a, str *rest)
{
    str s = *rest, c = first_character(s);
    while (s.len > 0 && letter_of(a, c) == LETTER_NONE) {
        s = str_slice(s, c.len, s.len);
        c = first_character(s);
    }
    size_t len = 0;
    enum letter left = letter_of(a, c);
    while (left != LETTER_NONE) {
        len += c.len;
        c = first_character(str_slice(s, len, s.len));
        str after = first_character(str_slice(s, len + c.len, s.len));
        enum letter right = letter_of(a, c), behind = letter_of(a, after);
        if (right == LETTER_NONE || ends_between(left, right, behind))
            break;
        left = right;
    }
    *rest = str_slice(s, len, s.len);
    return text_to_lower(a, str_slice(s, 0, len));
}

static unsigned said_by(str word)
{
    if (word.ptr[0] >= '0' && word.ptr[0] <= '9')
        return COMPANION;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct word *w = &words[i];
        if (w->is_stem ? str_starts_with(word, w->word) : str_equal(word, w->word))
            return w->says;
    }
    return 0;
}

unsigned import_words_of_name(struct arena *a, str name)
{
    enum { NAMES = SAYS_SATISFACTION | SAYS_EFFORT | SAYS_CES | SAYS_WEIGHT | COMPANION };
    unsigned all = 0;
    bool speaks_of_more = false; /* than what the words above are about */
    str word = import_words_next(a, &name);
    for (size_t i = 0; word.len > 0 && i < WORDS_MAX; i++) {
        unsigned says = said_by(word);
        all |= says;
        speaks_of_more = speaks_of_more || !(says & (NAMES | SAYS_OVERALL));
        word = import_words_next(a, &name);
    }
    speaks_of_more = speaks_of_more || word.len > 0;
    if ((all & SAYS_CES) && !speaks_of_more)
        all |= SAYS_EFFORT;
    if (speaks_of_more && !(all & SAYS_OVERALL))
        all &= ~(unsigned)SAYS_SATISFACTION;
    if (speaks_of_more)
        all &= ~(unsigned)SAYS_WEIGHT;
    return all & ((SAYS_TIME << 1) - 1);
}

bool import_words_name_scale(struct arena *a, str name, str lo, str hi)
{
    bool is_behind_lo = false;
    str word = import_words_next(a, &name);
    for (size_t i = 0; word.len > 0 && i < WORDS_MAX; i++) {
        bool is_number = word.ptr[0] >= '0' && word.ptr[0] <= '9';
        if (is_behind_lo && str_equal(word, hi))
            return true;
        if (is_number)
            is_behind_lo = str_equal(word, lo);
        word = import_words_next(a, &name);
    }
    return false;
}

/* ---- labels ---- */

/* Stems of degrees in English, German, French and Spanish. */
static const str degrees[] = {
    S_INIT("poor"),
    S_INIT("bad"),
    S_INIT("fair"),
    S_INIT("good"),
    S_INIT("excellent"),
    S_INIT("outstand"),
    S_INIT("unaccept"),
    S_INIT("acceptable"),
    S_INIT("satisf"),
    S_INIT("dissatisf"),
    S_INIT("unsatisf"),
    S_INIT("likely"),
    S_INIT("unlikely"),
    S_INIT("agree"),
    S_INIT("disagree"),
    S_INIT("easy"),
    S_INIT("difficult"),
    S_INIT("hard"),
    S_INIT("better"),
    S_INIT("worse"),
    S_INIT("best"),
    S_INIT("worst"),
    S_INIT("important"),
    S_INIT("unimportant"),
    S_INIT("clean"),
    S_INIT("dirty"),
    S_INIT("safe"),
    S_INIT("unsafe"),
    S_INIT("neutral"),
    S_INIT("neither"),
    S_INIT("average"),
    S_INIT("terrible"),
    S_INIT("awful"),
    S_INIT("expected"),
    S_INIT("zufrieden"),
    S_INIT("unzufrieden"),
    S_INIT("gut"),
    S_INIT("schlecht"),
    S_INIT("befriedig"),
    S_INIT("ausreichend"),
    S_INIT("mangelhaft"),
    S_INIT("ungenügend"),
    S_INIT("wahrscheinlich"),
    S_INIT("unwahrscheinlich"),
    S_INIT("stimme"),
    S_INIT("zutreff"),
    S_INIT("trifft"),
    S_INIT("einfach"),
    S_INIT("schwierig"),
    S_INIT("schwer"),
    S_INIT("leicht"),
    S_INIT("besser"),
    S_INIT("schlechter"),
    S_INIT("wichtig"),
    S_INIT("unwichtig"),
    S_INIT("weder"),
    S_INIT("mittel"),
    S_INIT("bon"),
    S_INIT("mauvais"),
    S_INIT("médiocre"),
    S_INIT("passable"),
    S_INIT("mécontent"),
    S_INIT("content"),
    S_INIT("insatisf"),
    S_INIT("probable"),
    S_INIT("improbable"),
    S_INIT("accord"),
    S_INIT("facile"),
    S_INIT("difficile"),
    S_INIT("mieux"),
    S_INIT("pire"),
    S_INIT("moyen"),
    S_INIT("neutre"),
    S_INIT("bueno"),
    S_INIT("buena"),
    S_INIT("malo"),
    S_INIT("mala"),
    S_INIT("regular"),
    S_INIT("excelente"),
    S_INIT("acuerdo"),
    S_INIT("desacuerdo"),
    S_INIT("fácil"),
    S_INIT("difícil"),
    S_INIT("mejor"),
    S_INIT("peor"),
    S_INIT("pésimo"),
    S_INIT("insatisfe"),
};

static bool is_degree(str word)
{
    for (size_t i = 0; i < sizeof degrees / sizeof *degrees; i++)
        if (str_starts_with(word, degrees[i]))
            return true;
    return false;
}

bool import_words_is_degree(struct arena *a, str label)
{
    str word = import_words_next(a, &label);
    for (size_t i = 0; word.len > 0 && i < WORDS_MAX; i++) {
        if (is_degree(word))
            return true;
        word = import_words_next(a, &label);
    }
    return false;
}
