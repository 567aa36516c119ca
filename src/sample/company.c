/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/company.h"

enum { EUROPE = 0, NORTH, SOUTH, WEST, EAST };

const struct company_unit company_units[COMPANY_UNITS] = {
    {S_INIT("sample_europe"), S_INIT("Europe"), -1},
    {S_INIT("sample_north"), S_INIT("North"), EUROPE},
    {S_INIT("sample_south"), S_INIT("South"), EUROPE},
    {S_INIT("sample_west"), S_INIT("West"), EUROPE},
    {S_INIT("sample_east"), S_INIT("East"), EUROPE},
    {S_INIT("sample_newcastle"), S_INIT("Newcastle"), NORTH},
    {S_INIT("sample_hamburg"), S_INIT("Hamburg"), NORTH},
    {S_INIT("sample_lille"), S_INIT("Lille"), NORTH},
    {S_INIT("sample_bilbao"), S_INIT("Bilbao"), NORTH},
    {S_INIT("sample_brighton"), S_INIT("Brighton"), SOUTH},
    {S_INIT("sample_munich"), S_INIT("Munich"), SOUTH},
    {S_INIT("sample_marseille"), S_INIT("Marseille"), SOUTH},
    {S_INIT("sample_seville"), S_INIT("Seville"), SOUTH},
    {S_INIT("sample_bristol"), S_INIT("Bristol"), WEST},
    {S_INIT("sample_cologne"), S_INIT("Cologne"), WEST},
    {S_INIT("sample_nantes"), S_INIT("Nantes"), WEST},
    {S_INIT("sample_vigo"), S_INIT("Vigo"), WEST},
    {S_INIT("sample_norwich"), S_INIT("Norwich"), EAST},
    {S_INIT("sample_leipzig"), S_INIT("Leipzig"), EAST},
    {S_INIT("sample_strasbourg"), S_INIT("Strasbourg"), EAST},
    {S_INIT("sample_valencia"), S_INIT("Valencia"), EAST},
};

unsigned company_branch(enum company_region region, enum company_language language)
{
    return 1 + COMPANY_REGION_COUNT + region * COMPANY_LANGUAGE_COUNT + language;
}

const struct company_touchpoint_row company_touchpoints[COMPANY_TOUCHPOINT_COUNT] = {
    [COMPANY_WEBSITE] = {S_INIT("website"), S_INIT("Order on the website"), S_INIT("web"),
                         S_INIT("buy")},
    [COMPANY_APP] = {S_INIT("app_order"), S_INIT("Order in the app"), S_INIT("app"), S_INIT("buy")},
    [COMPANY_SHOP_VISIT] = {S_INIT("shop_visit"), S_INIT("Visit to a shop"), S_INIT("shop"),
                            S_INIT("buy")},
    [COMPANY_COLLECTION] = {S_INIT("collection"), S_INIT("Collection at a shop"), S_INIT("shop"),
                            S_INIT("receive")},
    [COMPANY_DELIVERY] = {S_INIT("delivery"), S_INIT("Delivery to the door"), S_INIT("delivery"),
                          S_INIT("receive")},
    [COMPANY_SERVICE_CALL] = {S_INIT("service_call"), S_INIT("Call to the service"),
                              S_INIT("phone"), S_INIT("get help")},
};

const struct company_source_row company_sources[COMPANY_SOURCE_COUNT] = {
    [COMPANY_RELATIONSHIP] = {S_INIT("sample_relationship"), S_INIT("Relationship survey (sample)"),
                              S_INIT("survey"), S_INIT("random"), 0},
    [COMPANY_PURCHASE] = {S_INIT("sample_purchase"), S_INIT("After-purchase survey (sample)"),
                          S_INIT("survey"), S_INIT("everybody"), 0},
    [COMPANY_CALLS] = {S_INIT("sample_calls"), S_INIT("Service calls (sample)"), S_INIT("call"),
                       S_INIT("everybody"), 0},
    [COMPANY_REVIEWS] = {S_INIT("sample_reviews"), S_INIT("Reviews (sample)"), S_INIT("review"),
                         S_INIT("open"), 0},
};

const struct company_field_row company_fields[COMPANY_FIELD_COUNT] = {
    [COMPANY_RECOMMEND] = {S_INIT("recommend"), S_INIT(""), FIELD_SCORE, COMPANY_SHARED, 0, 10,
                           S_INIT("recommendation")},
    [COMPANY_SATISFACTION] = {S_INIT("satisfaction"), S_INIT(""), FIELD_SCORE, COMPANY_SHARED, 1, 5,
                              S_INIT("satisfaction")},
    [COMPANY_EFFORT] = {S_INIT("effort"), S_INIT(""), FIELD_SCORE, COMPANY_SHARED, 1, 7,
                        S_INIT("effort")},
    [COMPANY_COMMENT] = {S_INIT("comment"), S_INIT(""), FIELD_COMMENT, COMPANY_SHARED, 0, 0,
                         S_INIT("")},
    [COMPANY_VALUE_FOR_MONEY] = {S_INIT("value_for_money"), S_INIT("Value for money"), FIELD_SCORE,
                                 COMPANY_RELATIONSHIP, 1, 5, S_INIT("satisfaction")},
    [COMPANY_REASONS] = {S_INIT("reasons"), S_INIT("What we are chosen for"), FIELD_CHOICE,
                         COMPANY_RELATIONSHIP, 0, 0, S_INIT("")},
    [COMPANY_DELIVERY_DAYS] = {S_INIT("delivery_days"), S_INIT("Days until it came"), FIELD_NUMBER,
                               COMPANY_PURCHASE, 0, 0, S_INIT("")},
    [COMPANY_ON_TIME] = {S_INIT("on_time"), S_INIT("Came when promised"), FIELD_CHOICE,
                         COMPANY_PURCHASE, 0, 0, S_INIT("")},
    [COMPANY_TOPIC] = {S_INIT("topic"), S_INIT("What the call was about"), FIELD_CHOICE,
                       COMPANY_CALLS, 0, 0, S_INIT("")},
    [COMPANY_WAIT_MINUTES] = {S_INIT("wait_minutes"), S_INIT("Minutes in the queue"), FIELD_NUMBER,
                              COMPANY_CALLS, 0, 0, S_INIT("")},
    [COMPANY_SOLVED] = {S_INIT("solved"), S_INIT("Solved in this call"), FIELD_CHOICE,
                        COMPANY_CALLS, 0, 0, S_INIT("")},
    [COMPANY_STARS] = {S_INIT("stars"), S_INIT("Stars"), FIELD_SCORE, COMPANY_REVIEWS, 1, 5,
                       S_INIT("satisfaction")},
    [COMPANY_REGION] = {S_INIT("region"), S_INIT("Region"), FIELD_CHOICE, COMPANY_CONTEXT, 0, 0,
                        S_INIT("")},
    [COMPANY_PLAN] = {S_INIT("plan"), S_INIT("Plan"), FIELD_CHOICE, COMPANY_CONTEXT, 0, 0,
                      S_INIT("")},
    [COMPANY_SEGMENT] = {S_INIT("segment"), S_INIT("Segment"), FIELD_CHOICE, COMPANY_CONTEXT, 0, 0,
                         S_INIT("")},
};

const struct company_word company_words[COMPANY_WORDS] = {
    {S_INIT("kind"), S_INIT("survey")},           {S_INIT("kind"), S_INIT("call")},
    {S_INIT("kind"), S_INIT("review")},           {S_INIT("channel"), S_INIT("web")},
    {S_INIT("channel"), S_INIT("app")},           {S_INIT("channel"), S_INIT("shop")},
    {S_INIT("channel"), S_INIT("delivery")},      {S_INIT("channel"), S_INIT("phone")},
    {S_INIT("language"), S_INIT("en")},           {S_INIT("language"), S_INIT("de")},
    {S_INIT("language"), S_INIT("fr")},           {S_INIT("language"), S_INIT("es")},
    {S_INIT("relationship"), S_INIT("customer")},
};

const str company_languages[COMPANY_LANGUAGE_COUNT] = {
    [COMPANY_ENGLISH] = S_INIT("en"),
    [COMPANY_GERMAN] = S_INIT("de"),
    [COMPANY_FRENCH] = S_INIT("fr"),
    [COMPANY_SPANISH] = S_INIT("es"),
};

const str company_regions[COMPANY_REGION_COUNT] = {
    [COMPANY_NORTH] = S_INIT("North"),
    [COMPANY_SOUTH] = S_INIT("South"),
    [COMPANY_WEST] = S_INIT("West"),
    [COMPANY_EAST] = S_INIT("East"),
};

const str company_accounts[COMPANY_ACCOUNTS] = {
    S_INIT("Ackermann Tischlerei (sample)"), S_INIT("Atelier Beaurivage (sample)"),
    S_INIT("Brackwater Cafés (sample)"),     S_INIT("Casa Olmedo (sample)"),
    S_INIT("Dunmore Lettings (sample)"),     S_INIT("Gasthof Lindenhof (sample)"),
    S_INIT("Hotel Punta Clara (sample)"),    S_INIT("Kanzlei Rieger (sample)"),
    S_INIT("Larkfield School (sample)"),     S_INIT("Les Trois Moulins (sample)"),
    S_INIT("Praxis am Markt (sample)"),      S_INIT("Talleres Ibarra (sample)"),
};
