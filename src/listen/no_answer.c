/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/no_answer.h"

#include "listen/answers.h"

enum { TEXT_BYTES_MAX = 48 };

/* As plain_text() leaves them. */
static const str english[] = {
    S_INIT("dont know"),
    S_INIT("do not know"),
    S_INIT("dk"),
    S_INIT("not applicable"),
    S_INIT("does not apply"),
    S_INIT("no answer"),
    S_INIT("no response"),
    S_INIT("not answered"),
    S_INIT("not asked"),
    S_INIT("not stated"),
    S_INIT("never used"),
    S_INIT("have never used"),
    S_INIT("have not used"),
    S_INIT("did not use"),
    S_INIT("not used"),
    S_INIT("havent used"),
    S_INIT("didnt use"),
    S_INIT("blank"),
    S_INIT("missing"),
    S_INIT("refused"),
    S_INIT("refuse to answer"),
    S_INIT("prefer not to say"),
    S_INIT("prefer not to answer"),
    S_INIT("rather not say"),
    S_INIT("no opinion"),
    S_INIT("unable to rate"),
    S_INIT("cannot say"),
    S_INIT("cant say"),
    S_INIT("no experience"),
};
static const str german[] = {
    S_INIT("keine angabe"),
    S_INIT("keine angaben"),
    S_INIT("ka"),
    S_INIT("k a"),
    S_INIT("keine antwort"),
    S_INIT("weiß nicht"),
    S_INIT("weiss nicht"),
    S_INIT("weiß ich nicht"),
    S_INIT("weiss ich nicht"),
    S_INIT("nicht zutreffend"),
    S_INIT("nicht beantwortet"),
    S_INIT("nicht genutzt"),
    S_INIT("nie genutzt"),
    S_INIT("noch nie genutzt"),
    S_INIT("keine meinung"),
    S_INIT("kann ich nicht beurteilen"),
    S_INIT("nicht beurteilbar"),
    S_INIT("möchte ich nicht sagen"),
    S_INIT("verweigert"),
};
static const str french[] = {
    S_INIT("ne sait pas"),
    S_INIT("ne sais pas"),
    S_INIT("je ne sais pas"),
    S_INIT("nsp"),
    S_INIT("sans réponse"),
    S_INIT("pas de réponse"),
    S_INIT("non réponse"),
    S_INIT("non applicable"),
    S_INIT("sans objet"),
    S_INIT("non concerné"),
    S_INIT("jamais utilisé"),
    S_INIT("non utilisé"),
    S_INIT("ne se prononce pas"),
    S_INIT("sans opinion"),
    S_INIT("refus"),
    S_INIT("préfère ne pas répondre"),
    S_INIT("je préfère ne pas répondre"),
};
static const str spanish[] = {
    S_INIT("no sabe"),
    S_INIT("no sé"),
    S_INIT("ns"),
    S_INIT("nc"),
    S_INIT("nsnc"),
    S_INIT("no contesta"),
    S_INIT("no sabe no contesta"),
    S_INIT("no aplica"),
    S_INIT("no aplicable"),
    S_INIT("sin respuesta"),
    S_INIT("no responde"),
    S_INIT("nunca usado"),
    S_INIT("nunca lo he usado"),
    S_INIT("no utilizado"),
    S_INIT("sin opinión"),
    S_INIT("prefiero no decir"),
    S_INIT("prefiero no decirlo"),
    S_INIT("prefiero no contestar"),
    S_INIT("prefiero no responder"),
};

static bool is_among(str text, const str *list, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (str_equal(text, list[i]))
            return true;
    return false;
}
#define IS_AMONG(text, list) is_among((text), (list), sizeof(list) / sizeof *(list))

/* 0: it does not count. */
static char plain_letter(char c)
{
    if (c == '\'' || c == '.')
        return 0;
    if (str_has(S(" \t_-"), c))
        return ' ';
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Small letters with one blank between words, up to the first sign that divides; empty
 * where it is longer than any of the above. */
static str plain_text(str s, char *into)
{
    static const str apostrophe = S_INIT("\xE2\x80\x99");
    size_t len = 0;
    for (size_t i = 0; i < s.len && !str_has(S("/,;(["), s.ptr[i]); i++) {
        bool is_apostrophe = str_starts_with(str_slice(s, i, s.len), apostrophe);
        if (is_apostrophe)
            i += apostrophe.len - 1;
        char c = plain_letter(is_apostrophe ? '\'' : s.ptr[i]);
        if (!c || (c == ' ' && (len == 0 || into[len - 1] == ' ')))
            continue;
        if (len == TEXT_BYTES_MAX)
            return S("");
        into[len++] = c;
    }
    return str_trim((str){into, len});
}

bool no_answer_says(str text)
{
    char room[TEXT_BYTES_MAX];
    str plain = plain_text(text, room);
    return answers_is_missing_word(str_trim(text)) ||
           (plain.len > 0 && (IS_AMONG(plain, english) || IS_AMONG(plain, german) ||
                              IS_AMONG(plain, french) || IS_AMONG(plain, spanish)));
}
