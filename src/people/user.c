/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/user.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

PHRASE(sign_in_fault_email_empty);
PHRASE(sign_in_fault_email);
PHRASE(sign_in_fault_email_long);
PHRASE(sign_in_fault_email_taken);
PHRASE(sign_in_fault_name_empty);
PHRASE(sign_in_fault_name_long);
PHRASE(sign_in_fault_password_empty);
PHRASE(sign_in_fault_password_short);
PHRASE(sign_in_fault_password_long);
PHRASE(sign_in_fault_password_own);
PHRASE(sign_in_fault_password_few);
PHRASE(sign_in_fault_password_row);
PHRASE(sign_in_fault_password_common);

enum {
    OWN_LEAST = 4,       /* letters of a name that make a password guessable */
    DIFFERENT_LEAST = 5, /* characters */
    REST_LEAST = 6       /* characters beside common words and digits */
};

const struct phrase *user_fault_phrase(enum user_fault fault)
{
    static const struct phrase *const phrases[USER_FAULT_COUNT] = {
        [USER_EMAIL_EMPTY] = SAY(sign_in_fault_email_empty),
        [USER_EMAIL_BAD] = SAY(sign_in_fault_email),
        [USER_EMAIL_LONG] = SAY(sign_in_fault_email_long),
        [USER_EMAIL_TAKEN] = SAY(sign_in_fault_email_taken),
        [USER_NAME_EMPTY] = SAY(sign_in_fault_name_empty),
        [USER_NAME_LONG] = SAY(sign_in_fault_name_long),
        [USER_PASSWORD_EMPTY] = SAY(sign_in_fault_password_empty),
        [USER_PASSWORD_SHORT] = SAY(sign_in_fault_password_short),
        [USER_PASSWORD_LONG] = SAY(sign_in_fault_password_long),
        [USER_PASSWORD_OWN] = SAY(sign_in_fault_password_own),
        [USER_PASSWORD_FEW] = SAY(sign_in_fault_password_few),
        [USER_PASSWORD_ROW] = SAY(sign_in_fault_password_row),
        [USER_PASSWORD_COMMON] = SAY(sign_in_fault_password_common),
    };
    return phrases[fault];
}

/* ---- names ---- */

static bool is_of_email(uint32_t c)
{
    bool is_blank = c <= ' ' || (c >= 0x7F && c <= 0xA0);
    return !is_blank && (c > 0x7F || !str_has(S("<>,;:\"()[]\\"), (char)c));
}

/* Something, one @, something with a point within; whether mail arrives is another matter. */
static bool is_email(str email)
{
    str domain, local = str_cut(email, '@', &domain), rest, first = str_cut(domain, '.', &rest);
    if (!local.len || !first.len || !rest.len || str_has(domain, '@'))
        return false;
    bool is_good = rest.ptr[0] != '.' && rest.ptr[rest.len - 1] != '.';
    while (is_good && email.len) {
        uint32_t c = 0;
        is_good = text_next(&email, &c) && is_of_email(c);
    }
    return is_good;
}

enum user_fault user_fault_of_email(str email)
{
    if (!email.len)
        return USER_EMAIL_EMPTY;
    if (email.len > LIMIT_EMAIL_BYTES)
        return USER_EMAIL_LONG;
    return is_email(email) ? USER_FINE : USER_EMAIL_BAD;
}

enum user_fault user_fault_of_name(str name)
{
    if (!name.len)
        return USER_NAME_EMPTY;
    return name.len > LIMIT_NAME_BYTES ? USER_NAME_LONG : USER_FINE;
}

/* ---- passwords ---- */

static size_t find_in(str text, str part)
{
    for (size_t i = 0; part.len && i + part.len <= text.len; i++)
        if (memcmp(text.ptr + i, part.ptr, part.len) == 0)
            return i;
    return text.len;
}

static bool holds(str text, str part)
{
    return text_len(part) >= OWN_LEAST && find_in(text, part) < text.len;
}

static bool is_own(struct arena *a, str password, str name, str email)
{
    str domain, local = str_cut(text_to_lower(a, email), '@', &domain);
    str rest = text_to_lower(a, name);
    if (holds(password, local) || holds(password, str_cut(domain, '.', &(str){NULL, 0})))
        return true;
    while (rest.len)
        if (holds(password, str_cut(rest, ' ', &rest)))
            return true;
    return false;
}

static bool repeats_few(str password)
{
    uint32_t seen[DIFFERENT_LEAST];
    size_t len = 0;
    while (password.len && len < DIFFERENT_LEAST) {
        size_t i = 0;
        uint32_t c = 0;
        (void)text_next(&password, &c);
        while (i < len && seen[i] != c)
            i++;
        if (i == len)
            seen[len++] = c;
    }
    return len < DIFFERENT_LEAST;
}

static bool are_neighbours(uint32_t one, uint32_t other)
{
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop",
                                       "azertyuiop", "yxcvbnm",   "90",      "01"};
    uint32_t low = one < other ? one : other, high = one < other ? other : one;
    if (high - low <= 1)
        return true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (const char *c = rows[i]; c[1]; c++)
            if (((uint32_t)c[0] == one && (uint32_t)c[1] == other) ||
                ((uint32_t)c[0] == other && (uint32_t)c[1] == one))
                return true;
    return false;
}

/* Three steps of four lead to the same key or one beside it, in the alphabet, in digits or
 * on the keyboard. */
static bool is_row(str password)
{
    size_t steps = 0, near = 0;
    uint32_t before = 0, c = 0;
    (void)text_next(&password, &before);
    for (; password.len; before = c, steps++) {
        (void)text_next(&password, &c);
        near += are_neighbours(before, c);
    }
    return steps > 0 && near * 4 >= steps * 3;
}

static const str common[] = {
    S_INIT("password"),
    S_INIT("passwort"),
    S_INIT("passord"),
    S_INIT("wachtwoord"),
    S_INIT("motdepasse"),
    S_INIT("contrase"),
    S_INIT("senha"),
    S_INIT("parola"),
    S_INIT("administrator"),
    S_INIT("admin"),
    S_INIT("root"),
    S_INIT("welcome"),
    S_INIT("willkommen"),
    S_INIT("bienvenue"),
    S_INIT("letmein"),
    S_INIT("changeme"),
    S_INIT("qwerty"),
    S_INIT("qwertz"),
    S_INIT("azerty"),
    S_INIT("iloveyou"),
    S_INIT("secret"),
    S_INIT("geheim"),
    S_INIT("attune"),
    S_INIT("default"),
    S_INIT("correcthorsebatterystaple"),
    S_INIT("customer"),
    S_INIT("experience"),
};

/* Characters that are neither part of a common word nor digits or blanks and marks of ASCII. */
static size_t own_characters(str password)
{
    size_t count = 0;
    while (password.len) {
        size_t skip = 0;
        uint32_t c = 0;
        for (size_t i = 0; i < sizeof common / sizeof *common; i++)
            if (common[i].len > skip && str_starts_with(password, common[i]))
                skip = common[i].len;
        if (skip) {
            password = str_slice(password, skip, password.len);
            continue;
        }
        (void)text_next(&password, &c);
        count += c >= 0x80 || (c >= 'a' && c <= 'z');
    }
    return count;
}

static bool holds_common(str password)
{
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (find_in(password, common[i]) < password.len)
            return true;
    return false;
}

enum user_fault user_fault_of_password(struct arena *a, str password, str name, str email)
{
    size_t len = text_len(password);
    if (!len)
        return USER_PASSWORD_EMPTY;
    if (len < LIMIT_PASSWORD_CHARS_LEAST)
        return USER_PASSWORD_SHORT;
    if (len > LIMIT_PASSWORD_CHARS || password.len > LIMIT_PASSWORD_BYTES)
        return USER_PASSWORD_LONG;
    str lower = text_to_lower(a, password);
    if (is_own(a, lower, name, email))
        return USER_PASSWORD_OWN;
    if (repeats_few(lower))
        return USER_PASSWORD_FEW;
    if (is_row(lower))
        return USER_PASSWORD_ROW;
    if (holds_common(lower) && own_characters(lower) < REST_LEAST)
        return USER_PASSWORD_COMMON;
    return USER_FINE;
}
