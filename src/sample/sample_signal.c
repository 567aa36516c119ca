/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample_signal.h"

struct values {
    struct arena *a;
    const int64_t *fields;
    struct signal_value *list;
    size_t len;
};

static void add_text(struct values *v, enum company_field field, str text)
{
    if (text.len)
        v->list[v->len++] =
            (struct signal_value){.field = v->fields[field],
                                  .text = text,
                                  .is_context = company_fields[field].source == COMPANY_CONTEXT};
}

static void add_number(struct values *v, enum company_field field, int number)
{
    static const char digits[] = "0123456789";
    if (number >= 0 && number <= 9)
        add_text(v, field, (str){digits + number, 1});
    else if (number != INVENTED_NONE)
        add_text(v, field, str_format(v->a, "%d", number));
}

static void add_of_purchase(struct values *v, const struct invented *s)
{
    add_number(v, COMPANY_DELIVERY_DAYS, s->delivery_days);
    add_text(v, COMPANY_ON_TIME, s->on_time);
}

static void add_of_call(struct values *v, const struct invented *s)
{
    add_text(v, COMPANY_TOPIC, s->topic);
    add_number(v, COMPANY_WAIT_MINUTES, s->wait_minutes);
    add_text(v, COMPANY_SOLVED, s->solved);
}

static void add_all(struct values *v, const struct invented *s)
{
    add_number(v, COMPANY_RECOMMEND, s->recommend);
    add_number(v, COMPANY_SATISFACTION, s->satisfaction);
    add_number(v, COMPANY_EFFORT, s->effort);
    add_text(v, COMPANY_COMMENT, s->comment);
    add_number(v, COMPANY_VALUE_FOR_MONEY, s->value_for_money);
    add_text(v, COMPANY_REASONS, s->reasons);
    if (s->source == COMPANY_PURCHASE)
        add_of_purchase(v, s);
    if (s->source == COMPANY_CALLS)
        add_of_call(v, s);
    add_number(v, COMPANY_STARS, s->stars);
    add_text(v, COMPANY_REGION, company_regions[s->region]);
    add_text(v, COMPANY_PLAN, s->plan);
    add_text(v, COMPANY_SEGMENT, s->segment);
}

struct signal sample_signal(struct arena *a, const struct sample_signal_ask *ask, uint64_t number)
{
    struct invented s = invention_signal(a, ask->invention, number);
    struct values values = {.a = a,
                            .fields = ask->fields,
                            .list = ARENA_ARRAY(a, struct signal_value, COMPANY_FIELD_COUNT)};
    add_all(&values, &s);
    struct signal signal = {
        .key = str_format(a, SAMPLE_KEY_FROM "%07llu", (unsigned long long)number + 1),
        .at = zone_instant(ask->zone, s.at.day, s.at.time_of_day),
        .kind = company_sources[s.source].kind,
        .source = company_sources[s.source].key,
        .channel = s.channel,
        .language = company_languages[s.language],
        .relationship = S("customer"),
        .unit = company_units[company_branch(s.region, s.branch)].key,
        .person_external_id = str_format(a, "sample-%06llu", (unsigned long long)s.person + 1),
        .values = values.list,
        .values_len = values.len};
    if (s.touchpoint != INVENTED_NONE)
        signal.touchpoint = company_touchpoints[s.touchpoint].key;
    if (s.account != INVENTED_NONE)
        signal.account = company_accounts[s.account];
    return signal;
}
