/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/personal_text.h"

#include "base/text.h"

enum {
    IBAN_MIN = 15,
    IBAN_MAX = 34,
    IBAN_MODULUS = 97,
    PHONE_DIGITS_MIN = 7,
    PHONE_DIGITS_MAX = 15,
    PLUS_DIGITS_MIN = 9, /* with a + and no groups: +1000000 is a number */
    GROUPS_MAX = 8,
    OCTETS = 4,
    IPV6_GROUPS = 8,
    NAME_BYTES_MAX = 80,
    ADDRESS_BYTES_MAX = 200
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- telephones ---- */

struct phone {
    size_t digits, groups;
    size_t lens[GROUPS_MAX]; /* digits of each group */
    bool has_plus, has_brackets, has_zero, has_slash, has_blank;
};

/* Without "x12" or "ext. 12" at the end. */
static str without_extension(str s)
{
    size_t len = s.len;
    while (len > 0 && is_digit(s.ptr[len - 1]))
        len--;
    if (len == 0 || len == s.len)
        return s;
    str front = str_trim(str_slice(s, 0, len));
    static const str marks[] = {S_INIT("ext."), S_INIT("ext"), S_INIT("x")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (front.len > marks[i].len &&
            str_equal_ignoring_case(str_slice(front, front.len - marks[i].len, front.len),
                                    marks[i]))
            return str_trim(str_slice(front, 0, front.len - marks[i].len));
    return s;
}

static bool is_separator(char c)
{
    return c == ' ' || c == '.' || c == '-' || c == '/' || c == '(' || c == ')';
}

static bool read_digit(char c, bool is_first_of_group, struct phone *p)
{
    p->has_zero = p->has_zero || (p->digits == 0 && c == '0');
    p->groups += is_first_of_group;
    if (p->groups > GROUPS_MAX)
        return false;
    p->lens[p->groups - 1]++;
    p->digits++;
    return true;
}

static void note_separator(char c, struct phone *p)
{
    p->has_brackets = p->has_brackets || c == '(';
    p->has_slash = p->has_slash || c == '/';
    p->has_blank = p->has_blank || c == ' ';
}

static bool read_phone(str s, struct phone *p)
{
    bool is_in_group = false;
    *p = (struct phone){.has_plus = s.len > 0 && s.ptr[0] == '+'};
    for (size_t i = p->has_plus; i < s.len; i++) {
        char c = s.ptr[i];
        bool is =
            is_digit(c) ? read_digit(c, !is_in_group, p) : is_separator(c) && (i > 0 || c == '(');
        if (!is)
            return false;
        note_separator(c, p);
        is_in_group = is_digit(c);
    }
    return p->digits >= PHONE_DIGITS_MIN && p->digits <= PHONE_DIGITS_MAX &&
           is_digit(s.ptr[s.len - 1]);
}

bool personal_text_is_phone(str text)
{
    struct phone p;
    return read_phone(without_extension(text), &p) && !personal_text_is_ip(text);
}

/* 555-010-0199 */
static bool is_american(const struct phone *p)
{
    size_t n = p->groups;
    return n >= 3 && p->lens[n - 1] == 4 && p->lens[n - 2] == 3 && p->lens[n - 3] == 3;
}

/* 01 42 68 53 00 */
static bool is_of_pairs(const struct phone *p)
{
    for (size_t i = 0; i < p->groups; i++)
        if (p->lens[i] != 2)
            return false;
    return p->groups == 5 && p->has_zero;
}

/* 0421 555 0199, 030/5550199; but a day such as 03/05/2017 begins with a zero as well. */
static bool is_local(const struct phone *p)
{
    return p->has_zero && p->digits > 8 && (p->has_blank || p->has_slash) &&
           (p->groups == 2 || !p->has_slash);
}

bool personal_text_is_grouped_phone(str text)
{
    struct phone p;
    if (!read_phone(without_extension(text), &p) || personal_text_is_ip(text))
        return false;
    if (p.has_plus)
        return p.digits >= PLUS_DIGITS_MIN;
    if (p.groups < 2)
        return false;
    return p.has_brackets || is_american(&p) || is_of_pairs(&p) || is_local(&p);
}

/* ---- bank accounts ---- */

/* Letters and digits alone, in capitals; 0: it has others, or too many. */
static size_t iban_characters(str text, char *into)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ')
            continue;
        bool is_small = c >= 'a' && c <= 'z', is_capital = c >= 'A' && c <= 'Z';
        if (len == IBAN_MAX || !(is_small || is_capital || is_digit(c)))
            return 0;
        into[len++] = is_small ? (char)(c - 'a' + 'A') : c;
    }
    return len;
}

/* The first four characters stand behind the others; letters are 10 to 35. */
bool personal_text_is_iban(str text)
{
    char s[IBAN_MAX];
    size_t len = iban_characters(text, s);
    if (len < IBAN_MIN || is_digit(s[0]) || is_digit(s[1]) || !is_digit(s[2]) || !is_digit(s[3]))
        return false;
    unsigned rest = 0;
    for (size_t i = 0; i < len; i++) {
        char c = s[(i + 4) % len];
        rest = is_digit(c) ? (rest * 10 + (unsigned)(c - '0')) % IBAN_MODULUS
                           : (rest * 100 + (unsigned)(c - 'A') + 10) % IBAN_MODULUS;
    }
    return rest == 1;
}

/* ---- computers ---- */

static bool is_ipv4(str s)
{
    size_t octets = 0;
    for (str rest = s; rest.ptr; octets++) {
        str part = str_cut(rest, '.', &rest);
        unsigned value = 0;
        if (part.len == 0 || part.len > 3 || octets == OCTETS)
            return false;
        for (size_t i = 0; i < part.len; i++) {
            if (!is_digit(part.ptr[i]))
                return false;
            value = value * 10 + (unsigned)(part.ptr[i] - '0');
        }
        if (value > 255 || (part.len > 1 && part.ptr[0] == '0'))
            return false;
    }
    return octets == OCTETS;
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Eight groups, or fewer with one :: in place of zeros; a time of day has no more than
 * three and no ::. */
static bool is_ipv6(str s)
{
    size_t groups = 0, gaps = 0;
    for (str rest = s; rest.ptr; groups++) {
        str part = str_cut(rest, ':', &rest);
        if (part.len > 4 || groups > IPV6_GROUPS)
            return false;
        gaps += part.len == 0 && groups > 0 && rest.ptr;
        for (size_t i = 0; i < part.len; i++)
            if (!is_hex(part.ptr[i]))
                return false;
    }
    return (groups == IPV6_GROUPS && gaps == 0) || (gaps == 1 && groups >= 3);
}

bool personal_text_is_ip(str text)
{
    return is_ipv4(text) || is_ipv6(text);
}

/* ---- names and addresses ---- */

/* Words of letters; *capitals: those that begin with one, or with a letter beyond ASCII. */
static size_t count_words(str s, size_t *capitals)
{
    size_t words = 0;
    bool is_in_word = false;
    *capitals = 0;
    if (s.len > NAME_BYTES_MAX)
        return 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool is_letter = is_ascii_letter(c) || (unsigned char)c >= 0x80;
        if (!is_letter && !str_has(S(" '-.,"), c))
            return 0;
        if (is_letter && !is_in_word) {
            words++;
            *capitals += !(c >= 'a' && c <= 'z');
        }
        is_in_word = c != ' ' && (is_letter || is_in_word);
    }
    return words;
}

bool personal_text_is_name(str text)
{
    size_t capitals = 0, words = count_words(text, &capitals);
    return words >= 1 && words <= 6;
}

bool personal_text_is_full_name(str text)
{
    size_t capitals = 0, words = count_words(text, &capitals);
    bool is_shouted = true; /* ACME INC */
    for (size_t i = 0; i < text.len; i++)
        is_shouted = is_shouted && !(text.ptr[i] >= 'a' && text.ptr[i] <= 'z');
    return words >= 2 && words <= 4 && capitals >= 2 && !is_shouted;
}

bool personal_text_is_address(str text)
{
    bool has_digit = false, has_letter = false, has_blank = false;
    for (size_t i = 0; i < text.len; i++) {
        has_digit = has_digit || is_digit(text.ptr[i]);
        has_letter =
            has_letter || is_ascii_letter(text.ptr[i]) || (unsigned char)text.ptr[i] >= 0x80;
        has_blank = has_blank || text.ptr[i] == ' ';
    }
    return has_digit && has_letter && has_blank && text.len <= ADDRESS_BYTES_MAX;
}
