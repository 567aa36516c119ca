/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "listen/import_words_personal.h"

#include "listen/import_words.h"

enum { WORDS_MAX = 8 }; /* a longer name is a question, which may mention a street */

/* What a word says; the name says what all of its words say together. */
enum {
    PHONE = 1,
    PERSON = 2,     /* a person's name in one word */
    NAME = 4,       /* the word for a name … */
    WHOSE = 8,      /* … which is a person's with one of these beside it */
    PLACE = 16,     /* street, address */
    ELSEWHERE = 32, /* not where a person lives, not what one is called */
    COMPUTER = 64,
    NUMBER = 128,
    FILLER = 256 /* says nothing of its own */
};

struct word {
    str word;
    unsigned says;
};

#define WORD(says, word)                                                                           \
    {                                                                                              \
        S_INIT(word), (says)                                                                       \
    }

static const struct word words[] = {
    WORD(PHONE, "phone"),
    WORD(PHONE, "phones"),
    WORD(PHONE, "telephone"),
    WORD(PHONE, "tel"),
    WORD(PHONE, "mobile"),
    WORD(PHONE, "cell"),
    WORD(PHONE, "cellphone"),
    WORD(PHONE, "telefon"),
    WORD(PHONE, "handy"),
    WORD(PHONE, "mobil"),
    WORD(PHONE, "téléphone"),
    WORD(PHONE, "portable"),
    WORD(PHONE, "teléfono"),
    WORD(PHONE, "telefono"),
    WORD(PHONE, "móvil"),
    WORD(PHONE, "movil"),
    WORD(PHONE | NUMBER, "telefonnummer"),
    WORD(PHONE | NUMBER, "handynummer"),
    WORD(PHONE | NUMBER, "mobilnummer"),
    WORD(PHONE | NUMBER, "rufnummer"),
    WORD(PHONE | NUMBER, "phonenumber"),
    WORD(NUMBER, "number"),
    WORD(NUMBER, "no"),
    WORD(NUMBER, "nr"),
    WORD(NUMBER, "nummer"),
    WORD(NUMBER, "numéro"),
    WORD(NUMBER, "numero"),
    WORD(NUMBER, "número"),
    WORD(PERSON, "firstname"),
    WORD(PERSON, "lastname"),
    WORD(PERSON, "fullname"),
    WORD(NAME | WHOSE, "author"),
    WORD(NAME | WHOSE, "reviewer"),
    WORD(NAME | WHOSE, "autor"),
    WORD(NAME | WHOSE, "auteur"),
    WORD(PERSON, "forename"),
    WORD(PERSON, "surname"),
    WORD(PERSON, "surnames"),
    WORD(PERSON, "vorname"),
    WORD(PERSON, "nachname"),
    WORD(PERSON, "familienname"),
    WORD(PERSON, "kundenname"),
    WORD(PERSON, "prénom"),
    WORD(PERSON, "prenom"),
    WORD(PERSON, "apellido"),
    WORD(PERSON, "apellidos"),
    WORD(NAME, "name"),
    WORD(NAME, "names"),
    WORD(NAME, "nom"),
    WORD(NAME, "nombre"),
    WORD(NAME, "nombres"),
    WORD(WHOSE, "first"),
    WORD(WHOSE, "last"),
    WORD(WHOSE, "middle"),
    WORD(WHOSE, "given"),
    WORD(WHOSE, "full"),
    WORD(WHOSE, "customer"),
    WORD(WHOSE, "contact"),
    WORD(WHOSE, "client"),
    WORD(WHOSE, "guest"),
    WORD(WHOSE, "patient"),
    WORD(WHOSE, "passenger"),
    WORD(WHOSE, "respondent"),
    WORD(WHOSE, "subscriber"),
    WORD(WHOSE, "your"),
    WORD(WHOSE, "kunde"),
    WORD(WHOSE, "kunden"),
    WORD(WHOSE, "kundin"),
    WORD(WHOSE, "ihr"),
    WORD(WHOSE, "famille"),
    WORD(WHOSE, "complet"),
    WORD(WHOSE, "votre"),
    WORD(WHOSE, "completo"),
    WORD(WHOSE, "cliente"),
    WORD(WHOSE, "pila"),
    WORD(WHOSE, "su"),
    WORD(PLACE, "street"),
    WORD(PLACE, "address"),
    WORD(PLACE, "adresse"),
    WORD(PLACE, "anschrift"),
    WORD(PLACE, "straße"),
    WORD(PLACE, "strasse"),
    WORD(PLACE, "rue"),
    WORD(PLACE, "dirección"),
    WORD(PLACE, "direccion"),
    WORD(PLACE, "domicilio"),
    WORD(ELSEWHERE, "email"),
    WORD(ELSEWHERE, "mail"),
    WORD(ELSEWHERE, "web"),
    WORD(ELSEWHERE, "website"),
    WORD(ELSEWHERE, "site"),
    WORD(ELSEWHERE, "url"),
    WORD(ELSEWHERE, "mac"),
    WORD(ELSEWHERE, "user"),
    WORD(ELSEWHERE, "brand"),
    WORD(ELSEWHERE, "product"),
    WORD(ELSEWHERE, "company"),
    WORD(ELSEWHERE, "file"),
    WORD(ELSEWHERE, "store"),
    WORD(ELSEWHERE, "shop"),
    WORD(ELSEWHERE, "branch"),
    WORD(ELSEWHERE, "hotel"),
    WORD(ELSEWHERE, "hospital"),
    WORD(ELSEWHERE, "facility"),
    WORD(ELSEWHERE, "provider"),
    WORD(ELSEWHERE, "station"),
    WORD(ELSEWHERE, "restaurant"),
    WORD(ELSEWHERE, "project"),
    WORD(ELSEWHERE, "group"),
    WORD(ELSEWHERE, "segment"),
    WORD(ELSEWHERE, "type"),
    WORD(ELSEWHERE, "marke"),
    WORD(ELSEWHERE, "filiale"),
    WORD(ELSEWHERE, "firma"),
    WORD(ELSEWHERE, "produkt"),
    WORD(ELSEWHERE, "magasin"),
    WORD(ELSEWHERE, "marque"),
    WORD(ELSEWHERE, "produit"),
    WORD(ELSEWHERE, "entreprise"),
    WORD(ELSEWHERE, "tienda"),
    WORD(ELSEWHERE, "marca"),
    WORD(ELSEWHERE, "producto"),
    WORD(ELSEWHERE, "empresa"),
    WORD(COMPUTER, "ip"),
    WORD(COMPUTER, "ipaddress"),
    WORD(FILLER, "home"),
    WORD(FILLER, "work"),
    WORD(FILLER, "business"),
    WORD(FILLER, "primary"),
    WORD(FILLER, "is"),
    WORD(FILLER, "what"),
    WORD(FILLER, "the"),
    WORD(FILLER, "of"),
    WORD(FILLER, "des"),
    WORD(FILLER, "der"),
    WORD(FILLER, "du"),
    WORD(FILLER, "de"),
    WORD(FILLER, "del"),
    WORD(FILLER, "la"),
    WORD(FILLER, "le"),
    WORD(FILLER, "q"),
};

static unsigned said_by(str word)
{
    if (word.ptr[0] >= '0' && word.ptr[0] <= '9')
        return FILLER;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(word, words[i].word))
            return words[i].says;
    return 0;
}

/* Whose number it is may stand beside "phone", and what else it is about only where it says
 * that it is a number. */
static unsigned meaning_of_phone(unsigned all, bool speaks_of_more)
{
    if (!(all & PHONE))
        return 0;
    return !speaks_of_more || (all & NUMBER) ? NAMES_PHONE | NAMES_PHONE_NUMBER : NAMES_PHONE;
}

static unsigned meaning_of_name(unsigned all, bool speaks_of_more)
{
    if (all & PERSON)
        return NAMES_PERSON;
    if (!(all & NAME) || speaks_of_more)
        return 0;
    if (all & WHOSE)
        return NAMES_PERSON;
    return all & ~(unsigned)(NAME | FILLER) ? 0 : NAMES_SOMETHING;
}

static unsigned meaning_of(unsigned all, bool speaks_of_more)
{
    unsigned names = meaning_of_phone(all, speaks_of_more);
    if (all & COMPUTER)
        return names | NAMES_COMPUTER;
    if (all & ELSEWHERE)
        return names;
    return names | (all & PLACE ? NAMES_ADDRESS : meaning_of_name(all, speaks_of_more));
}

unsigned import_words_personal(struct arena *a, str name)
{
    unsigned all = 0;
    bool speaks_of_more = false;
    str word = import_words_next(a, &name);
    for (size_t i = 0; word.len > 0 && i < WORDS_MAX; i++) {
        unsigned says = said_by(word);
        all |= says;
        speaks_of_more = speaks_of_more || says == 0;
        word = import_words_next(a, &name);
    }
    return word.len > 0 ? 0 : meaning_of(all, speaks_of_more);
}
