/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/manual.h"

const char manual_summary[] = "keeps what customers say, and says what it means";

const char manual_description[] =
    "Attune says what the answers of customers mean: a score with its 95 % interval and its number "
    "of answers, a comparison with a verdict, a trend with its limits. attune score says it of a "
    "file and keeps nothing; attune init makes a data folder, attune import takes answers into it, "
    "and attune query answers questions about them. It connects to nobody by itself.";

const char manual_licence[] =
    "Attune is free software under the GNU Affero General Public License, version 3 or later. It "
    "comes without any warranty.";

/* ---- files ---- */

static const struct manual_part files_parts[] = {
    {.text =
         "A file is a table: a header line, then one record a line. In a text the delimiter "
         "(comma, semicolon, tab or |), quotes, line ends, a byte order mark and the encoding are "
         "found by themselves. The name - is standard input.\n\n"
         "Columns are called by their header's name, trimmed, upper and lower case alike; where "
         "two names differ in case only, the exact spelling decides. A name that two columns "
         "share is an error only when it is asked for; the message has both positions.\n\n"
         "The exports of many tools are known by themselves (attune import lists what was taken "
         "for what; docs/IMPORT.md): header lines are joined, a column is called by the tool's "
         "name or by the whole question, several ticks in several columns are one column more, "
         "and previews, tests and spam are left out (note left_out).\n\n"
         "A record that has fewer or more cells than the header is refused, with its line, and "
         "the rest counts. Where more than 20 % of the records are like that, the file does not "
         "look like one table, and the exit status is 65. An empty line is no record, except in a "
         "file of one column, where it is an empty cell.\n\n"
         "The encoding of a text is UTF-8, UTF-16, Windows-1252, Latin-1, or a mixture with DOS "
         "letters (cp850), which is read character by character; the first 64 KiB decide what the "
         "file is, and the note mixed_encoding lists the records that are not. A file may be "
         "compressed by gzip or zstd, or be the one file in a ZIP; its first bytes say so, not its "
         "name. A file that grows while it is read is read to where it ended when it was opened; a "
         "record that was cut there is left out (note file_grew).\n\n"
         "A title, a date of export and empty lines may stand above the names of the columns, and "
         "are left out (note title_above).\n\n"
         "An Excel workbook (.xlsx) is read by its sheet: the first that can be seen and has "
         "something in it, or that of --sheet. Cells are what they show: dates and times by their "
         "formats, numbers with fifteen digits, results of formulas. A row's line is its number in "
         "the sheet. Missing cells are empty, and hidden rows and columns are read as any.\n\n"
         "JSON holds records as an array of objects, as the one array of objects in an object, or "
         "as one object a line. Columns are all names that occur, in the order of their "
         "appearance; a member b of an object a is the column a.b, and an array of choices one "
         "cell. A record's line is where it begins or, where all stand in one line, its "
         "number.\n\n"
         "Limits: 16 MiB a record, 10,000 columns. Workbooks with a password, old ones (.xls), "
         "OpenDocument, PDF and pictures are refused by name, with what to do."},
};

/* ---- answers ---- */

static const struct manual_entry answers_scale[] = {
    {"--scale LO-HI", "holds for every --field"},
    {"the measure", "nps is asked on 0 to 10; --scale may only begin later, as in 1-10"},
    {"the codes",
     "otherwise the codes that occur decide, and the note scale_guessed says so: 1 to 5 where all "
     "of them occur, and beside them both 0 and 6, or more 0 than 1; 1 to 7 where only 0 and 8 "
     "stand beside them; else from the lowest to the highest code"},
    {NULL, NULL},
};

static const struct manual_part answers_parts[] = {
    {.text = "Cells are trimmed. An empty cell and NA, N/A, NULL and Blank, in any case, are "
             "missing in every column: no answer, no weight; a row of their own after --by (null "
             "in JSON); and after --person, a person of their own.\n\n"
             "9, 9.0 and \" 9 \" are the same answer. Where the delimiter is not the comma, 7,5 is "
             "a number as well. The scale is the first of:",
     .entries = answers_scale},
    {.text =
         "Codes that usually mean \"no answer\" are missing too, and are listed: -1, -9, -99, 77, "
         "88, 97, 98, 99, 777, 888 and 999, where they lie below 0 or more than 10 above the next "
         "lower code; and what stands one below or one above a known scale (11 beside 0 to 10; 0 "
         "and 6 beside 1 to 5). --missing V adds a code, also within the scale; --missing none "
         "proposes none. Missing is not an error.\n\n"
         "Anything else outside the scale (12 on 0 to 10, a word among numbers, 7.5 on a scale of "
         "whole codes) is refused: not counted, but listed with its line, and the exit status is "
         "1. What is refused is about the whole file, whatever --where says, so that it stays the "
         "same from question to question."},
};

/* ---- measures ---- */

static const struct manual_entry measures_entries[] = {
    {"--measure choices",
     "In one column, ticks are separated by a line break, ;, | or a comma; a comma within "
     "parentheses or between digits does not separate (unless the cells are nothing but codes, as "
     "in 1,2,5), nor where a few labels hold it. With several --field, each column is a choice, "
     "where empty, 0, no, false, off or unchecked is not ticked, and 2 beside 1 is no; or the "
     "columns share codes, each the code of a choice. Percent are of those who ticked or answered "
     "anything at all, so they may add up to more than 100."},
    {"--measure index",
     "Each item is rescaled to 0 to 100 by its scale. A row counts where at least half of the "
     "items, and at least two, are answered; its index is their mean. Cronbach's alpha, which says "
     "whether the items belong together, is computed from rows with all items, unweighted."},
    {"--weight COL",
     "How many people an answer stands for. A row whose weight is empty, not a number or not above "
     "0 is left out and counted (note no_weight). n_eff is what the answers are worth: the squared "
     "sum of the weights over the sum of their squares."},
    {"--person COL",
     "Answers of the same person are not independent. Where somebody gave several, the interval is "
     "made from persons (method clustered). Where persons do not differ, it is the interval for as "
     "many answers as there are persons (adjusted_wald_n_eff, wilson_n_eff). Without repeats the "
     "result is that without --person."},
    {"--population N",
     "How many people could have answered, in each period where --per is given. A group's part of "
     "N "
     "is its part of all who answered. If all answered, the interval is the value (method census). "
     "More answers than people is an error, exit status 64."},
    {"--reached HOW",
     "How people were reached. An interval knows chance only, not who chose to answer: where "
     "everybody who liked could answer (open), or nobody knows (unknown, taken if not said), the "
     "note chance_only says so; with random and everybody it does not."},
    {NULL, NULL},
};

static const struct manual_part measures_parts[] = {
    {.text = "Every value comes with its 95 % interval. Numbers in JSON and CSV are not rounded: "
             "net scores are -100 to 100, shares and indexes 0 to 100, means in the units of the "
             "scale.",
     .entries = measures_entries},
};

/* ---- conditions ---- */

static const struct manual_entry conditions_entries[] = {
    {"AREA = A",
     "the same text, case and all; a text of more than one word stands in double quotes"},
    {"score = 9", "equal as numbers: 9, 9.0 and 09; \"9\" in quotes is only the text"},
    {"day = 2026-03", "a day of March 2026; 2026-03-01 is that day"},
    {"AREA != A", "another text; rows without a value do not fulfil it"},
    {"age >= 3", "also <, <= and >; with numbers and dates"},
    {"age between 3 and 5", "both ends included"},
    {"AREA in (A, B, \"C 1\")", "one of them"},
    {"comment contains slow", "the text stands somewhere in it, case ignored"},
    {"comment starts with \"very\"", "it begins with the text, case ignored"},
    {"phone is missing", "there is no value; also: is not missing"},
    {"unit under Europe", "Europe, or what stands below it in the tree of units, as of today; "
                          "also: not under; in questions only, since a file has no tree"},
    {"not, and, or, ( )",
     "join comparisons; not binds closest, then and, then or; also: not in, not "
     "between, not contains, not starts with"},
    {NULL, NULL},
};

static const struct manual_part conditions_parts[] = {
    {.text = "EXPR, after --where and --compare, says which rows are meant, by the names of the "
             "header. Put it in single quotes, so that the shell leaves it alone:",
     .entries = conditions_entries},
    {.text = "A name that is not a plain word (letters, digits, _, and . or - between them) or is "
             "one of and, or, not, in, is, between, contains and missing stands in backquotes: "
             "`How likely?` >= 9. A double quote within a text is written twice.\n\n"
             "A mistake is answered with the place where it is, and with the nearest name."},
};

/* ---- questions ---- */

static const struct manual_entry questions_clauses[] = {
    {"box (4, 5)", "the answers that count, for a measure that takes a box"},
    {"weighted", "by the weight of each answer; a question is unweighted unless it says so"},
    {"latest per person", "of each person the latest answer within the range; without it every "
                          "answer counts"},
    {"by month, channel", "a row for each combination; at most one period, which is day, week, "
                          "month, quarter or year"},
    {"where CONDITION", "only the answers that fulfil it; see attune help conditions"},
    {"last 12 weeks", "and other ranges of time; see below"},
    {"compare previous", "or year, rest, or a condition; see attune help comparisons"},
    {"matters 5", "the smallest difference that matters, in the units of the measure"},
    {"population 3000", "how many people could have answered"},
    {NULL, NULL},
};

static const struct manual_entry questions_ranges[] = {
    {"since 2026-01-01", "that day and later"},
    {"until 2026-03", "to the last day of March, that day included; may stand beside since"},
    {"between 2026-01 and 2026-03", "both ends included"},
    {"in 2026-Q1", "all days of a year (2026), quarter (2026-Q1), month (2026-03), ISO week "
                   "(2026-W09) or a day (2026-03-01); since, until and between take these too"},
    {"last 12 weeks", "the whole ISO weeks before the running one; also days, months, quarters, "
                      "years; last month is the one before the running one"},
    {"this week", "the running one, which is then shown as far as it is"},
    {"today, yesterday", "this day, last day"},
    {NULL, NULL},
};

static const struct manual_part questions_parts[] = {
    {.text = "A question is a measure, its fields in parentheses, and any of these clauses, in any "
             "order, each once. Its words are written in any case:\n\n"
             "nps(recommend) by month, touchpoint where unit under Europe since 2026-01-01 compare "
             "previous",
     .entries = questions_clauses},
    {.text =
         "A field is called by its name, which may be that of a measure, as in nps(nps). A name "
         "that is not a plain word stands in backquotes: nps(`How likely?`). So does one behind "
         "by that is a word of the question (by, where, since, in, last, today, box …) or a "
         "period: by `month` is the field of that name.\n\n"
         "Behind compare, previous, year and rest are fields where a comparison goes on behind "
         "them (compare year = 2025), but not before between, which begins a range there.\n\n"
         "A question has one range of time; days are those of the organisation's zone:",
     .entries = questions_ranges},
    {.text = "Without a range and without a period behind by, a question is about every answer. A "
             "period behind by, and a range with last, leave out the period that is not over (note "
             "running_period_left_out)."},
};

/* ---- groups and trends ---- */

static const struct manual_part groups_parts[] = {
    {.text =
         "--by makes a row for each combination of values that occurs. Rows come by number of "
         "answers, the largest first, then by name. A comma separates names; --by is repeated "
         "where a name holds one (a value that is a header's name as a whole is taken whole).\n\n"
         "--at with --per makes periods the first dimension, called period, in ascending order: "
         "2026, 2026-Q1, 2026-03, 2026-W09 (ISO weeks), 2026-03-01. Times are taken as they are "
         "written, without a time zone. Where no date of the column says whether 03/04/2026 is in "
         "March or in April, the month is read first, and the note date_order_guessed says so. A "
         "cell that is no date is refused; the row still counts where no period is asked.\n\n"
         "The period that today lies in (--now sets another day) and later ones are left out of "
         "trends (note running_period_left_out). In a trend without --by, periods between others "
         "in which nobody answered are rows with no_data, up to 1,000 of them.\n\n"
         "Each period carries the limits within which it moves by chance: outside is out; run is "
         "true where it is one of eight or more in a row on the same side of the centre."},
};

/* ---- comparisons ---- */

static const struct manual_entry comparisons_with[] = {
    {"previous", "the period before; with --per"},
    {"year", "the same period a year before; with --per"},
    {"rest",
     "the other groups, of the same period where --per is given; the other periods where "
     "only --per is given; those who do not fulfil --where where neither --by nor --per is"},
    {"EXPR", "the rows that fulfil a condition, which takes the place of --where; a --by column "
             "that the condition speaks of is not held fixed, so --by AREA --compare 'AREA = A' "
             "compares every area with A, and --by AREA --compare 'wave = 2025' every area with "
             "itself in that wave"},
    {NULL, NULL},
};

static const struct manual_entry comparisons_verdicts[] = {
    {"up, down", "the difference is not chance"},
    {"up_small, down_small", "it is not chance, and too little to matter"},
    {"same", "if there is a difference, it is too little to matter"},
    {"cannot_tell", "the answers do not say; more_n and by_date say what it would take"},
    {NULL, NULL},
};

static const struct manual_part comparisons_parts[] = {
    {.text = "--compare sets each row beside another group:", .entries = comparisons_with},
    {.text =
         "An answer that would be on both sides counts on the row's own side only. rest and a "
         "condition need --by, --per or --where, since all answers together have nothing beside "
         "them.\n\n"
         "The verdict is in words in a table, and one of these in JSON:",
     .entries = comparisons_verdicts},
    {.text =
         "What matters is 5 points of a net score, 3 percent points of a share, and 0.2 standard "
         "deviations (of the group compared with) of a mean; --matters sets it. With fewer than "
         "10 answers on a side the verdict is always cannot_tell. In a table of two rows or "
         "more, p is corrected for their number (q, Benjamini and Hochberg), up and down need "
         "q of at most 0.05, and the note compared has the number."},
};

/* ---- output ---- */

static const struct manual_entry output_formats[] = {
    {"table", "for people: rounded, as wide as the terminal, with the interval drawn, verdicts in "
              "words and notes below; a value from fewer than 10 answers is not shown"},
    {"json",
     "one document and nothing else, also for an error: "
     "{\"error\":{\"code\":…,\"text\":…,\"at\":…}}, where at is the position of the character "
     "within a condition, else the option, else null"},
    {"csv", "columns of --by (and choice), then value, lo, hi, n, n_eff, status and method; a text "
            "that a spreadsheet would run as a formula gets an apostrophe in front"},
    {NULL, NULL},
};

static const struct manual_entry output_keys[] = {
    {"measure", "its name"},
    {"scale", "[lowest, highest], or null where there is none, or where items have different ones"},
    {"notes", "what must be known to read the numbers: objects with a code, and its numbers"},
    {"missing", "the codes that occurred and were taken for no answer, as written, ascending"},
    {"refused",
     "n, and first: at most 100 objects with line (on which the record begins; the header "
     "is 1), column, value (both null where the record as a whole is refused) and reason"},
    {"rows", "one object for each group"},
    {NULL, NULL},
};

static const struct manual_entry output_row_keys[] = {
    {"by", "the group: a value for each column of --by, as its name was written, and for period; "
           "null where it is missing; {} without groups"},
    {"choice", "of choices: the name of the choice"},
    {"value, lo, hi", "the score and its interval; null where there is none"},
    {"n", "answers"},
    {"n_eff", "what they are worth when weighted; else n"},
    {"n_persons", "with --person: who gave them"},
    {"status", "see below"},
    {"method", "how the interval was made; null without answers"},
    {"alpha", "of an index: Cronbach's alpha, or null"},
    {"compare",
     "with --compare: with (as given), value and n of the group compared with; diff (this "
     "less the other), lo and hi of the difference, p, q (null in a table of one row), "
     "verdict; more_n: how many more answers of this group would tell, by_date: the day "
     "on which they are there at the present rate (both may be null)"},
    {"limits", "with --per: centre, lo, hi, out and run; null where there are none"},
    {NULL, NULL},
};

static const struct manual_entry output_statuses[] = {
    {"ok", "30 answers or more"},
    {"low_base", "10 to 29 answers"},
    {"too_few", "1 to 9 answers; JSON and CSV carry the value, a table does not"},
    {"no_data", "no answer"},
    {"degenerate", "a mean of answers that are all equal: nothing says how much they vary"},
    {"suppressed, not_converged", "reserved; score does not give them"},
    {NULL, NULL},
};

static const struct manual_entry output_methods[] = {
    {"adjusted_wald", "net scores; adjusted_wald_n_eff where n_eff takes the place of n"},
    {"linearised", "net scores, weighted, n_eff of 30 or more"},
    {"wilson", "shares; wilson_n_eff where n_eff takes the place of n"},
    {"t", "means and indexes; linearised_t where weighted"},
    {"clustered", "anything, where persons answered several times"},
    {"census", "anything, where the whole population answered"},
    {NULL, NULL},
};

static const struct manual_entry output_notes[] = {
    {"chance_only", "the interval does not know who chose to answer (reached)"},
    {"scale_guessed", "the scale was taken from the codes that occur (scale, where it is one)"},
    {"no_weight", "rows left out because they have no weight above 0 (n)"},
    {"finite_population", "the interval knows the size of the population (population, n)"},
    {"census", "the whole population answered (population, n)"},
    {"compared", "how many comparisons were corrected for (n)"},
    {"running_period_left_out", "answers of the period that is not over, or later (period, n)"},
    {"date_order_guessed", "nothing said whether day or month stands first (order)"},
    {"mixed_encoding", "records that are not in the encoding of the file (records, lines)"},
    {"left_out", "previews, tests and spam, as the tool that wrote the file marks them (records)"},
    {"file_grew", "the file grew while it was read (records_left_out)"},
    {"other_sheets", "the workbook has other sheets with something in them (sheet, n)"},
    {"hidden_cells", "rows and columns that the sheet hides were read as any (rows, columns)"},
    {"title_above", "a title stands above the names of the columns (line, title)"},
    {NULL, NULL},
};

static const struct manual_part output_parts[] = {
    {.text = "--format says how an answer is printed:", .entries = output_formats},
    {.text = "The keys of the JSON:", .entries = output_keys},
    {.text = "The keys of a row:", .entries = output_row_keys},
    {.text = "The status of a row:", .entries = output_statuses},
    {.text = "The method of an interval:", .entries = output_methods},
    {.text = "The codes of notes, with their further keys:", .entries = output_notes},
};

/* ---- exit statuses and environment ---- */

static const struct manual_entry exit_entries[] = {
    {"0", "done"},
    {"1", "done, and something in the file was refused"},
    {"64", "USAGE: the question is put wrongly: an option, a column, a condition"},
    {"65", "INVALID: the file is not what it must be; LIMIT: larger than is accepted"},
    {"66", "MISSING: there is no such file"},
    {"73", "CONFLICT: the file changed while it was read"},
    {"74", "FAILED: reading or writing failed"},
    {"75", "BUSY: not now"},
    {"77", "DENIED: no permission"},
    {NULL, NULL},
};

static const struct manual_part exit_parts[] = {
    {.text =
         "With 64 and above, standard output holds nothing (with --format json: the error), and "
         "standard error one sentence.",
     .entries = exit_entries},
};

static const struct manual_entry environment_entries[] = {
    {"COLUMNS", "how many cells a line has; else the terminal's own width, and 100 in a pipe"},
    {"NO_COLOR", "if not empty: no colour; there is none in a pipe anyway"},
    {"CLICOLOR_FORCE", "if not empty and not 0: colour in a pipe too"},
    {"LC_ALL, LC_CTYPE, LANG", "the first that is set: a locale that is not UTF-8 gets ASCII only"},
    {"TZ",
     "the time zone that says what day it is, by name: Europe/Madrid; else the machine's own"},
    {"ATTUNE_ISA",
     "scalar: read files without the processor's wide instructions; the result is the "
     "same, only later"},
    {NULL, NULL},
};

static const struct manual_part environment_parts[] = {{.entries = environment_entries}};

#define PARTS(of) .parts = of##_parts, .parts_len = sizeof of##_parts / sizeof *of##_parts

const struct manual_section manual[] = {
    {.name = "files",
     .title = "Files",
     .summary = "what a file of answers looks like",
     PARTS(files)},
    {.name = "answers",
     .title = "Answers",
     .summary = "scales, missing codes and refused values",
     PARTS(answers)},
    {.name = "measures",
     .title = "Measures in detail",
     .summary = "choices, indexes, weights, persons, populations",
     PARTS(measures)},
    {.name = "conditions",
     .title = "Conditions",
     .summary = "the language of --where and --compare",
     PARTS(conditions)},
    {.name = "questions",
     .title = "Questions",
     .summary = "the language of whole questions: clauses and ranges of time",
     PARTS(questions)},
    {.name = "groups",
     .title = "Groups and trends",
     .summary = "--by, --at, --per, and control limits",
     PARTS(groups)},
    {.name = "comparisons",
     .title = "Comparisons",
     .summary = "--compare and its verdicts",
     PARTS(comparisons)},
    {.name = "output",
     .title = "Output",
     .summary = "formats, keys of the JSON, statuses, methods, notes",
     PARTS(output)},
    {.name = "exit", .title = "Exit status", .summary = "what the exit status says", PARTS(exit)},
    {.name = "environment",
     .title = "Environment",
     .summary = "variables that are looked at",
     PARTS(environment)},
};
const size_t manual_len = sizeof manual / sizeof *manual;

const struct manual_section *manual_find(str name)
{
    for (size_t i = 0; i < manual_len; i++)
        if (str_equal(str_of_chars(manual[i].name), name))
            return &manual[i];
    return NULL;
}
