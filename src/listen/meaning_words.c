/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/meaning_words.h"

#include "base/amount.h"
#include "listen/import_words.h"

enum { WORDS_MAX = 64 };

/* What a word says. */
enum {
    EXPECTS = 1,
    AFTERWARDS = 1 << 1, /* that it is looked back */
    AGAINST = 1 << 2,    /* that one thing is held against another */
    FEELS = 1 << 3,
    ASKS_HOW = 1 << 4,
    EMOTION = 1 << 5,
    TRUST = 1 << 6,
    DELIGHT = 1 << 7,
    SATISFACTION = 1 << 8,
    EFFORT = 1 << 9,
    PRODUCT = 1 << 10,
    PEOPLE = 1 << 11,
    PROCESS = 1 << 12,
    POLICY = 1 << 13,
    BRAND = 1 << 14,
    BEFORE_THIS = 1 << 15, /* the last time */
    COMPETITOR = 1 << 16,
    PROMISE = 1 << 17,
    GOOD = 1 << 18, /* from here on: in labels of codes */
    BAD = 1 << 19,
    NOT = 1 << 20,
    AGREES = 1 << 21,
};

/* Words in lower case; a star stands for any ending. */
static const struct {
    unsigned says;
    const char *words;
} vocabulary[] = {
    {EXPECTS, "expect* erwart* attente attentes attendiez attendu expectativ* esperaba esperado"},
    {AFTERWARDS,
     "did had was were expected hatten hatte waren attendiez attendu esperaba esperado"},
    {AGAINST, "meet meets met exceed* better worse fell short besser schlechter "
              "übertr* erfüll* verglichen mieux pire dépass* répond* mejor peor super* cumpl*"},
    {FEELS, "feel feels felt feeling fühl* gefühlt senti sentez ressent* siente sintió"},
    {ASKS_HOW, "how wie comment cómo como"},
    {EMOTION, "emotion* mood feelings gefühl gefühle stimmung émotion* humeur emoción emociones"},
    {TRUST, "trust trusts trusted trustworth* vertrau* confiance confianza"},
    {DELIGHT, "delight* wow begeister* enchant* encanta*"},
    {SATISFACTION, "satisf* csat zufrieden* kundenzufrieden* gesamtzufrieden* soddisf*"},
    {EFFORT, "effort* ease easy easier easily difficult difficulty einfach aufwand mühe schwierig* "
             "facile facilité difficile fácil facilidad difícil esfuerzo"},
    {PRODUCT, "product products food meal meals beverage* room rooms seat seats device software "
              "feature features merchandise produkt* speisen essen zimmer produit* repas chambre* "
              "producto* comida habitación*"},
    {PEOPLE, "staff employee* personnel agent agents crew representative* attendant* nurse nurses "
             "doctor doctors teacher* driver drivers advisor* adviser* technician* cashier* "
             "mitarbeit* personal berater* personnels employés conseiller* empleado* equipo"},
    {PROCESS, "process* checkin checkout check waiting wait queue delivery booking ordering "
              "registration screening onboarding returns shipping billing prozess* ablauf abläufe "
              "wartezeit* lieferung buchung bestellung livraison attente réservation processus "
              "entrega espera proceso* pedido"},
    {POLICY,
     "policy policies rules terms fees refund refunds guarantee warranty richtlinie* regeln "
     "garantie gebühren politique* règles política* garantía tarifas"},
    {BRAND, "brand reputation marke ruf marque réputation marca reputación"},
    {BEFORE_THIS, "previous last letzte letzten letztes dernière dernier última último"},
    {COMPETITOR,
     "competitor* competing competition wettbewerb* konkurrenz concurrent* competencia"},
    {PROMISE,
     "promise* promised advertis* versprech* versproch* promesse promis promesa prometid*"},
    {GOOD, "good excellent outstanding great best better easy satisfied likely clean safe superb "
           "perfect happy pleased gut gute sehrgut besser zufrieden wahrscheinlich einfach leicht "
           "bon bonne bien mieux satisfait* probable facile bueno buena mejor satisfech* fácil"},
    {BAD,
     "poor bad terrible awful worst worse difficult hard dissatisf* unsatisf* unlikely unaccept* "
     "dirty unsafe unhappy schlecht* mangelhaft ungenügend unzufrieden unwahrscheinlich "
     "schwierig schwer mauvais* médiocre insatisf* mécontent improbable difficile pire malo "
     "mala pésim* peor difícil"},
    {NOT, "not no never nicht gar kein pas nunca nada"},
    {AGREES, "agree* disagree* stimme zu trifft accord acuerdo desacuerdo"},
};

static bool is_word(str pattern, str word)
{
    if (pattern.ptr[pattern.len - 1] == '*')
        return str_starts_with(word, str_slice(pattern, 0, pattern.len - 1));
    return str_equal(word, pattern);
}

static bool has_word(const char *words, str word)
{
    for (str rest = str_of_chars(words); rest.ptr;)
        if (is_word(str_cut(rest, ' ', &rest), word))
            return true;
    return false;
}

static unsigned said_by(str word)
{
    unsigned all = 0;
    for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++)
        if (has_word(vocabulary[i].words, word))
            all |= vocabulary[i].says;
    return all;
}

static unsigned said_in(struct arena *a, str text, str *currency)
{
    unsigned all = 0;
    str word = import_words_next(a, &text);
    for (size_t i = 0; word.len > 0 && i < WORDS_MAX; i++) {
        all |= said_by(word);
        (void)currency_of_word(word, currency);
        word = import_words_next(a, &text);
    }
    return all;
}

static str kind_of_expectation(unsigned all)
{
    if (all & AGAINST)
        return S("against expectation");
    return all & AFTERWARDS ? S("expectation remembered") : S("expectation before");
}

/* What stands before goes before: satisfaction with how easy it was is satisfaction. */
static str measured(unsigned all, unsigned says)
{
    const struct {
        bool is;
        str what;
    } kinds[] = {
        {says & SAYS_RECOMMEND, S("recommendation")},
        {(all & EMOTION) || ((all & FEELS) && (all & ASKS_HOW)), S("emotion")},
        {all & DELIGHT, S("delight")},
        {all & TRUST, S("trust")},
        {all & SATISFACTION, S("satisfaction")},
        {(all & EFFORT) || (says & SAYS_EFFORT), S("effort")},
    };
    if (all & EXPECTS)
        return kind_of_expectation(all);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is)
            return kinds[i].what;
    return S("");
}

/* Of two things at once it is said of neither. */
static str object_of(unsigned all)
{
    switch (all & (PRODUCT | PEOPLE | PROCESS | POLICY | BRAND)) {
    case PRODUCT:
        return S("product");
    case PEOPLE:
        return S("people");
    case PROCESS:
        return S("process");
    case POLICY:
        return S("policy");
    case BRAND:
        return S("brand");
    default:
        return S("");
    }
}

static str standard_of(unsigned all)
{
    return all & PROMISE       ? S("promise")
           : all & COMPETITOR  ? S("competitor")
           : all & BEFORE_THIS ? S("last time")
                               : S("");
}

struct meaning meaning_of_words(struct arena *a, str question)
{
    struct meaning m = {.of = {{NULL, 0}}};
    unsigned all = said_in(a, question, &m.of[ASPECT_CURRENCY]);
    m.of[ASPECT_MEASURES] = measured(all, import_words_of_name(a, question));
    m.of[ASPECT_MEASURES_OF] = object_of(all);
    m.of[ASPECT_EXPECTED_FROM] = all & EXPECTS ? standard_of(all) : S("");
    return m;
}

int meaning_side_of_label(struct arena *a, str label)
{
    str unused = {NULL, 0};
    unsigned all = said_in(a, label, &unused);
    if (all & AGREES)
        return 0;
    bool is_good = all & GOOD, is_bad = all & BAD;
    if (is_good == is_bad) /* neither good nor bad */
        return 0;
    if (all & NOT)
        return is_good ? -1 : 0;
    return is_good ? 1 : -1;
}
