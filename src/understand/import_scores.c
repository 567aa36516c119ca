/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "understand/import_scores.h"

#include "understand/answer.h"

static const struct metric *metric_of(const struct import_plan_column *column)
{
    static const struct {
        str field, metric;
    } canonical[] = {{S_INIT("recommend"), S_INIT("nps")},
                     {S_INIT("satisfaction"), S_INIT("csat")},
                     {S_INIT("effort"), S_INIT("ces")}};
    for (size_t i = 0; i < sizeof canonical / sizeof *canonical && column->is_shared; i++)
        if (str_equal(column->field, canonical[i].field))
            return metric_find(canonical[i].metric);
    return metric_find(S("mean"));
}

/* Each text once; how often it stands there, the profile knows. */
static struct column *column_of_texts(struct arena *a, str name,
                                      const struct import_profile_column *cells)
{
    struct column *column = column_make(a, name);
    for (size_t i = 0; i < cells->texts_len; i++)
        column_add_text(column, cells->texts[i].text);
    return column;
}

static struct scale scale_of(struct arena *a, const struct import_plan_column *column,
                             const struct import_profile_column *cells, const struct metric *metric)
{
    struct scale_options options = {.given = column->has_scale ? &column->scale : NULL,
                                    .measure = metric->scale,
                                    .missing = column->missing_given,
                                    .missing_len = column->missing_given_len,
                                    .proposes = column->proposes,
                                    .decimal_comma = column->decimal_comma};
    return scale_of_texts(a, cells->texts, cells->texts_len, &options);
}

/* The histogram over the measure's points. */
static struct tally_group count(struct arena *a, const struct measure *m,
                                const struct import_profile_column *cells)
{
    struct tally_bar *bars = ARENA_ARRAY(a, struct tally_bar, m->score.points_len + 1);
    struct tally_group group = {.bars = bars};
    for (uint32_t p = 0; p < m->score.points_len; p++)
        bars[p].point = p;
    for (uint32_t code = 0; code < cells->texts_len; code++) {
        uint32_t point = axis_point(&m->score, code);
        if (point >= m->score.points_len)
            continue;
        bars[point].tally.n += cells->texts[code].count;
        bars[point].tally.sum_w += cells->texts[code].count;
        bars[point].tally.sum_w2 += cells->texts[code].count;
    }
    group.bars_len = m->score.points_len;
    return group;
}

static struct err *make_score(struct arena *a, const struct import_plan_column *column,
                              const struct import_profile_column *cells, struct import_score *out)
{
    struct measure measure;
    struct standing standing;
    *out = (struct import_score){.column = column, .metric = metric_of(column)};
    struct measure_field field = {.column = column_of_texts(a, column->column, cells),
                                  .scale = scale_of(a, column, cells, out->metric)};
    struct measure_ask ask = {.metric = out->metric, .fields = &field, .fields_len = 1};
    TRY(measure_make(a, &ask, &measure));
    struct measure_variant variant = measure_variant(a, &measure, 0);
    struct estimate_ask estimate = {
        .measure = &measure, .variant = &variant, .group = count(a, &measure, cells)};
    estimate_of_group(a, &estimate, &out->estimate, &standing);
    out->scale = field.scale.range;
    for (size_t i = 0; i < cells->texts_len; i++)
        if (field.scale.codes[i].meaning == SCALE_REFUSED)
            out->refused += cells->texts[i].count;
    return NULL;
}

struct err *import_scores(struct arena *a, const struct import_plan *plan,
                          const struct import_profile *profile, struct import_score **out,
                          size_t *len)
{
    struct import_score *scores = ARENA_ARRAY(a, struct import_score, plan->columns_len + 1);
    size_t used = 0;
    for (size_t i = 0; i < plan->columns_len; i++) {
        const struct import_plan_column *column = &plan->columns[i];
        if (column->kind != IMPORT_SCORE || !column->field.len)
            continue;
        struct import_profile_column cells = import_profile_column(a, profile, i);
        if (!cells.more)
            TRY(make_score(a, column, &cells, &scores[used++]));
    }
    *out = scores;
    *len = used;
    return NULL;
}

static void write_score(const struct import_score *s, struct json *j)
{
    json_open_object(j);
    json_key(j, S("column"));
    json_text(j, s->column->column);
    json_key(j, S("field"));
    json_text(j, s->column->field);
    json_key(j, S("measure"));
    json_text(j, str_of_chars(s->metric->name));
    json_key(j, S("scale"));
    json_open_array(j);
    json_number(j, decimal_to_double(s->scale.lo));
    json_number(j, decimal_to_double(s->scale.hi));
    json_close_array(j);
    answer_estimate_to_json(&s->estimate, j);
    json_key(j, S("refused"));
    json_whole(j, (int64_t)s->refused);
    json_close_object(j);
}

void import_scores_to_json(const struct import_score *scores, size_t len, struct json *j)
{
    json_open_array(j);
    for (size_t i = 0; i < len; i++)
        write_score(&scores[i], j);
    json_close_array(j);
}
